"""Charts drawn on the server as SVG; each stands beside the table of its figures."""
