"""Who may act: roles that grant, and ties that bind a person to one pledge or contribution."""
