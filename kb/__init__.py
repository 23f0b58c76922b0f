"""A search-backed knowledge base for questions about social security.

The data path, one direction::

    corpus file -> Source -> Article -> Article with links and citations resolved
                -> index document -> Hit -> ResultPage -> HTML page | JSON

The domain (``kb.model``, ``kb.provision``, ``kb.statutes``, ``kb.taxonomy``,
``kb.request``, ``kb.results``, ``kb.engine``, ``kb.library``) is plain data and
imports the standard library only. ``kb.index`` is the embedded search engine,
``kb.web`` the site and the JSON API, ``kb.cli`` wires them together.
"""

__version__ = "0.1.0"
