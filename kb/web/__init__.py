"""The site and the JSON API: the only home of Flask and waitress.

It is handed a ``SearchEngine`` and a ``Taxonomy`` and knows neither how articles
are parsed nor how they are indexed.
"""
