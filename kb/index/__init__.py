"""The embedded search engine: Whoosh keeps the postings, the ranking is ours.

Text is cut into terms by ``analysis``, the same way when it is indexed and when
it is asked for. ``documents`` turns articles into what ``schema`` describes,
``store`` writes them, ``snapshot`` reads one generation. ``question`` understands
a query, ``ranking`` scores, ``facets`` filters and counts, ``snippets`` shows why.
``engine`` puts them together.
"""
