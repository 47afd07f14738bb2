"""Organisations, people, memberships and roles; invitations and tokens."""
