"""The desks of the staff: queue, board, acts on several cases, and one desk per kind of work."""
