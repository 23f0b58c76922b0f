"""What programs read instead of pages: site maps, feeds, descriptions of the site."""
