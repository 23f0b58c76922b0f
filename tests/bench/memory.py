"""How much memory this process has, and how much room a folder takes."""

import os
import resource
import sys
from pathlib import Path

MB = 1_000_000


def resident() -> int:
    """Bytes that this process has in memory; where that is not told, the most it ever had."""
    statm = Path("/proc/self/statm")
    if statm.is_file():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def size(folder: Path) -> int:
    """Bytes of all files in the folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
