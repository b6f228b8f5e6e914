"""The official printed forms: described in TOML (``resources/forms``), drawn for records as PDF/A."""
