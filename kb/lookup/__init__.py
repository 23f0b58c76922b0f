"""Provisions that a query names: "SIL art. 60(2)", 社保法第58条."""
