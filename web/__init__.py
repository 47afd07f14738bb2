"""What the API and the forms share."""
