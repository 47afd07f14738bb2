"""Processes killed in the middle of their work lose nothing and do nothing twice."""
