"""The pages of donors: needs on show, pledges."""
