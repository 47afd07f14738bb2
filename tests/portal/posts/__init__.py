"""Every form of the portal as the right person fills it in: what forgeries begin with."""
