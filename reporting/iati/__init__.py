"""Consented requests as activities of the IATI standard 2.03: read, then written."""
