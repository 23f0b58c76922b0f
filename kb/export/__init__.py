"""A copy of the site as files that a browser opens from a disk, with a search of its own."""
