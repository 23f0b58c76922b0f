"""The corpus kept in memory: what one changed file costs is milliseconds.

``files`` sees what changed on disk, ``law`` is what all articles depend on, ``entry`` one file
and what came of it, ``board`` what articles tell one another, ``around`` how the board is
looked at, ``live_corpus`` all of it together, ``lacking`` what an engine does not have yet.
"""

from ingest.live.live_corpus import LiveCorpus

__all__ = ["LiveCorpus"]
