"""The verbs that write, one file per stage."""
