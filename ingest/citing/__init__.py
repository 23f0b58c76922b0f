"""The parts of the citation finder and the resolver: names, numbers, antecedents, quotations.

``ingest.find_citations`` and ``ingest.resolve`` put them together.
"""
