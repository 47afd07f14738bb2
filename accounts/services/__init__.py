"""Verbs of the accounts room."""
