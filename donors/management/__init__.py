"""Commands of the donors room."""
