"""Countries, currencies, rates and lists that administrators edit."""
