"""How fast it is: measured, never asserted in a test."""
