"""The pages for Member States, donors and staff."""
