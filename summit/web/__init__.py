"""Who asks over HTTP: one package for each audience."""
