"""Allotments asked for over HTTP by many at once while web workers are killed."""
