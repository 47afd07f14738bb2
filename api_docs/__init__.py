"""The published contract and its guides."""
