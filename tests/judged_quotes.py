"""The judged quotations: English pairs that were written and judged by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kb.provision import Provision

FILE = Path(__file__).parent / "gold" / "quotes.tsv"


@dataclass(frozen=True, slots=True)
class JudgedQuote:
    """What stands as ``provision``'s words, what was done to them, and whether they match.

    ``part`` is the set: all but ``holdout`` were looked at while the mechanisms were made.
    """

    part: str
    edit: str
    match: bool
    provision: Provision
    text: str
    line: int


def judged_quotes(path: Path = FILE) -> Iterator[JudgedQuote]:
    """The lines of the file; raises ``ValueError`` that names the line that is wrong."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != 5 or fields[2] not in ("match", "mismatch"):
            raise ValueError(f"{path}:{number}: set, edit, match or mismatch, provision, quotation")
        part, edit, verdict, provision, text = fields
        yield JudgedQuote(part, edit, verdict == "match", Provision.parse(provision), text, number)
