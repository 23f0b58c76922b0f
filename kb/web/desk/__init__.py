"""The editors' desk in a browser."""
