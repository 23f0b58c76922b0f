"""The engine benchmark: our engine and others, side by side, on the same tokens and queries.

``python -m tests.bench`` (or ``make bench``) runs it in one process and one run.
``corpora`` makes the documents, ``stream`` the shared tokens, ``questions`` the queries;
``engines`` has one adapter an engine; ``timing`` asks them in turns; ``reference`` checks
that they rank alike; ``growth`` and ``upkeep`` measure what else there is; ``targets``,
``tables`` and ``plots`` tell.
"""
