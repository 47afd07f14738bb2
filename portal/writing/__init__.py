"""What people write into a case between its steps: scores, plans, terms, papers."""
