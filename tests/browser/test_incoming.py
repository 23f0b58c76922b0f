"""Files are brought to the desk one by one, each with its own report; readers vote without a script."""
