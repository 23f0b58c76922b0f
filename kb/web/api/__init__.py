"""The JSON API: what programs may ask, described by the very values that read and answer it."""
