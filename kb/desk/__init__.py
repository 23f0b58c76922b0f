"""The editors' desk: what the site keeps that no file of the corpus holds."""
