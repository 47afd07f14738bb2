"""Generated, committed tables of who may do what, compared with what the service does."""
