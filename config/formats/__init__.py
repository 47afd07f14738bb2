"""How days and moments are written, where the United Nations write otherwise than Django."""
