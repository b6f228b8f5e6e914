"""One editor for every kind of field."""
