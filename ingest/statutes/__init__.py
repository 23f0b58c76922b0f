"""Official texts of statutes: Markdown files to statutes with dated versions."""
