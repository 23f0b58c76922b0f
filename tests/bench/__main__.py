"""``python -m tests.bench``: run the benchmark, print its tables, write JSON and plots."""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import tables
from tests.bench.comparison import Scale, compare
from tests.bench.corpora import SETS, data_folder
from tests.bench.engines import NAMES, installed
from tests.bench.growth import LARGEST, SIZES, grow
from tests.bench.plots import documents_plot, length_plot

_GROWTH_QUERIES, _GROWTH_SECONDS = 100, 10.0  # for each size
_QUICK = {
    "documents": 2_000,
    "queries": 60,
    "seconds": 2.0,
    "sizes": (500, 1_000),
    "sets": ["laws"],
}


def main(arguments: list[str]) -> int:
    """The exit status: 0, or 1 where an engine does not find what it should."""
    options = _options(arguments)
    folder = data_folder()
    if folder is None:
        print("There is no third-party data: all documents are generated.", file=sys.stderr)
        options.sets = ["zipf"]
    missing = sorted(set(options.engines) - set(installed()))
    names = [name for name in options.engines if name not in missing]
    if missing:
        print(f"Not installed and left out: {', '.join(missing)}.", file=sys.stderr)
    scale = Scale(options.queries, options.seconds, options.seed, folder)
    about = tables.machine()
    print("# Benchmark\n")
    print("; ".join(f"{what} {version}" for what, version in about.items()) + "\n")
    print(
        f"An engine that has used up {options.seconds:g} s for a kind of query is asked no"
        " more of them; ratios are over the queries that both engines were asked.\n"
    )
    results, growth = [], {}
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        for name in options.sets:
            place = Path(scratch) / name
            place.mkdir()
            results.append(compare(name, options.documents, names, scale, place))
            print(tables.report(results[-1]) + "\n", flush=True)
        if options.sizes:
            few = Scale(min(_GROWTH_QUERIES, options.queries), _GROWTH_SECONDS, scale.seed, folder)
            growth = grow(options.sets[0], options.sizes, names, few, Path(scratch))
            print(tables.growth_table(growth))
            for name, most in LARGEST.items():
                if name in names and max(options.sizes) > most:
                    print(f"\n{name} is left out above {most:,}: indexing takes it too long.")
            print()
    measured = {
        "machine": about,
        "when": time.strftime("%Y-%m-%d"),
        "seed": options.seed,
        "sets": [asdict(result) for result in results],
        "growth": growth,
    }
    options.out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(measured, indent=1, ensure_ascii=False)
    (options.out / "bench.json").write_text(text + "\n", "utf-8")
    if growth:
        documents_plot(growth, options.out / "bench-documents.svg")
    length_plot(results[0].lengths, options.documents, options.out / "bench-query-length.svg")
    print(f"Written to {options.out}: bench.json and two plots.")
    broken = [sentence for result in results for sentence in result.broken]
    for sentence in broken:
        print(f"BROKEN: {sentence}.", file=sys.stderr)
    return 1 if broken else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Our engine beside others: same tokens, same queries, one process, one run.",
    )
    add = parser.add_argument
    add("--documents", type=int, default=150_000, help="in the index (%(default)s)")
    add("--queries", type=int, default=350, help="of each kind (%(default)s)")
    add(
        "--seconds",
        type=float,
        default=60.0,
        help="that an engine may use for one kind of query (%(default)s)",
    )
    add(
        "--engines",
        type=_names_in(NAMES),
        default=[n for n in NAMES if n in installed()],
        help=f"comma-separated, of {', '.join(NAMES)} (all that are installed)",
    )
    add(
        "--sets",
        type=_names_in(SETS),
        default=["laws", "mixed"],
        help=f"of documents, comma-separated, of {', '.join(SETS)} (laws,mixed)",
    )
    add(
        "--sizes",
        type=_sizes,
        default=SIZES,
        help="numbers of documents for the plot of growth; '' for no such plot",
    )
    add("--seed", type=int, default=1, help="of all that is drawn by chance (%(default)s)")
    add(
        "--out",
        type=Path,
        default=Path("data/bench"),
        help="folder for bench.json and the plots (%(default)s)",
    )
    add("--quick", action="store_true", help="a minute: see that it works; its numbers say little")
    options = parser.parse_args(arguments)
    if options.quick:
        for name, value in _QUICK.items():
            if getattr(options, name) == parser.get_default(name):
                setattr(options, name, value)
    return options


def _names_in(known: tuple[str, ...]) -> Any:
    def names(text: str) -> list[str]:
        asked = text.split(",")
        unknown = sorted(set(asked) - set(known))
        if unknown:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(known)}")
        return asked

    return names


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(",") if size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
