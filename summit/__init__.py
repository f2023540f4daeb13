"""Summit: the platform on which governments hold an online summit across every time zone."""
