"""Figures as of a date; reads across rooms, writes nothing."""
