"""Figures: what is counted, what is not told."""
