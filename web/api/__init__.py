"""The API of people, organisations and reference data (the rooms below know no HTTP)."""
