"""In and out: signing in and out, second factors, passwords, one's own particulars."""
