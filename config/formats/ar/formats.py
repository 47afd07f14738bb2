"""Moments in the order of days; Django has none for Arabic and falls back to an English order."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y، H:i"
