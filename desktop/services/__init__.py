"""Use cases: one function per thing a user does; each returns a value and shows nothing."""
