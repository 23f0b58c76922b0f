"""Corpus files to articles: read, parse, find citations, resolve, check, index.

``pipeline`` is the data path, readable top to bottom. The only importer of
BeautifulSoup and the other parsing libraries.
"""
