"""Holding the words that a text gives as a provision's against the provision."""
