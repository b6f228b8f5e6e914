"""Data files read through importlib.resources: fonts, code lists, places, rules, translations."""
