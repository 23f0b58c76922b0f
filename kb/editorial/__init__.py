"""What is done at the editors' desk: articles written, checked, published, taken back."""
