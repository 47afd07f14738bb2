"""Migrations of the donors room."""
