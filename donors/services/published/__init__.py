"""What others have published about money, read without touching a table."""
