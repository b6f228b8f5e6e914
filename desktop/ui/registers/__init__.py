"""The generic pages of every register: its list and its records."""
