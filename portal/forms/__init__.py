"""The forms of the portal: they read what was typed; the services judge it."""
