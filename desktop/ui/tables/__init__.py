"""Tables: records of a register, and rows inside a record."""
