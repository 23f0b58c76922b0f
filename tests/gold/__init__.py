"""Texts whose citations were marked by hand, and what reads them."""
