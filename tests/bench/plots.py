"""Two plots: a question's time against the number of documents, and against its length."""

from pathlib import Path

from tests.bench.results import Curves

# Okabe and Ito's colours, which people who see colours differently can tell apart; the
# markers and the names at the lines' ends say the same once more.
_STYLES = {
    "ours": ("#D55E00", "o", "this engine"),
    "tantivy": ("#0072B2", "s", "tantivy"),
    "tantivy-count": ("#56B4E9", "D", "tantivy, counting hits"),
    "fts5": ("#009E73", "^", "SQLite FTS5"),
    "bm25s": ("#CC79A7", "v", "bm25s"),
    "bm25s-numba": ("#E69F00", "P", "bm25s, numba"),
    "whoosh": ("#000000", "X", "stock Whoosh"),
}


def documents_plot(curves: Curves, path: Path) -> None:
    """Both axes by powers of ten."""
    _plot(curves, path, "Documents in the index", "Time of a natural question", log_x=True)


def length_plot(curves: Curves, documents: int, path: Path) -> None:
    """Time by powers of ten, terms one by one."""
    title = f"Time by the length of the query, {documents:,} documents"
    _plot(curves, path, "Terms in the query", title, log_x=False)


def _plot(curves: Curves, path: Path, across: str, title: str, log_x: bool) -> None:
    import matplotlib  # needed for this alone, and slow to import

    matplotlib.use("svg")
    # The same results give the same file.
    matplotlib.rcParams |= {"svg.hashsalt": "bench", "font.size": 11, "axes.axisbelow": True}
    from matplotlib import pyplot
    from matplotlib.ticker import FuncFormatter, NullLocator

    figure, axes = pyplot.subplots(figsize=(9, 5), layout="constrained")
    drawn = [(name, curve) for name, curve in curves.items() if curve]
    # The slowest first, so that the legend reads as the lines lie.
    for name, curve in sorted(drawn, key=lambda one: -one[1][-1][1]):
        color, marker, label = _STYLES[name]
        xs, ys = zip(*curve, strict=True)
        width = 3.0 if name == "ours" else 1.6
        axes.plot(xs, ys, color=color, marker=marker, label=label, linewidth=width, markersize=7)
    axes.set_yscale("log")
    if log_x:
        axes.set_xscale("log")
        axes.set_xticks(sorted({x for _, curve in drawn for x, _ in curve}))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
        axes.xaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g} ms"))
    axes.set(xlabel=across, ylabel="Median, milliseconds")
    axes.set_title(title, loc="left", fontweight="bold")
    axes.grid(which="major", color="#DDDDDD")
    axes.spines[["top", "right"]].set_visible(False)
    figure.legend(loc="outside right upper", frameon=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None}, facecolor="white")
    pyplot.close(figure)
