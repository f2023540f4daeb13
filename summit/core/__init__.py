"""The summit itself: frozen values and pure functions, with no input or output."""
