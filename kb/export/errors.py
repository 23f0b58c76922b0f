"""What can go wrong with a copy of the site."""


class ExportError(Exception):
    """The copy cannot be written; the message says why and what to do."""
