"""The promises of donors and their money over HTTP."""
