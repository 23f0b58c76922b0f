"""Segments as flat arrays: what Whoosh's codec keeps here instead of posting blocks.

A segment is one immutable file. ``container`` lays arrays out in a file and maps them
into memory, ``dictionary`` finds a term's number, ``layout`` says which arrays there are.
``chunk`` is what documents become before they have a place, ``assembly`` sorts chunks
into a segment's arrays, ``leaf`` reads them, and ``whoosh_codec`` shows them to Whoosh,
whose readers, matchers and writers work on them as on its own.
"""
