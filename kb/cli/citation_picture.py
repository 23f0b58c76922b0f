"""The picture of `kb citations`: a bar a provision, drawn with matplotlib."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from kb.citation_graph import Cited

FORMATS = (".svg", ".png")
MOST_BARS = 60  # more are too small to read
# Okabe and Ito's colours, which people who see colours differently can tell apart.
_REST, _CITE = "#0072B2", "#A6CBE3"
# Fonts with Chinese characters, of the usual systems; the first that is installed is used.
_CHINESE = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "SimHei",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Sans CJK JP",
    "Arial Unicode MS",
)
_BAR = 0.34  # inches
_MOST_CHARS = 46  # of a title


class PackageMissingError(Exception):
    """What draws is not installed; the message says how to install it."""


def draw(cited: Sequence[Cited], path: Path, lang: str) -> None:
    """Draw the provisions, the first on top, into an SVG or PNG file.

    Each has a bar for the articles that cite it, and in it one for those that rest on it.
    Raises ``PackageMissingError``, and ``OSError`` where the file cannot be written.
    """
    matplotlib = _matplotlib()
    matplotlib.use("agg")
    # The same citations give the same file.
    style = {"svg.hashsalt": "citations", "svg.fonttype": "path", "font.family": _fonts(lang)}
    with matplotlib.rc_context(style | {"font.size": 10, "axes.axisbelow": True}):
        _draw(cited, path, lang)


def _matplotlib() -> Any:
    try:
        return import_module("matplotlib")
    except ImportError:
        raise PackageMissingError(
            "drawing needs matplotlib, which is not installed; "
            "pip install 'social-security-kb[plot]' installs it"
        ) from None


def _fonts(lang: str) -> list[str]:
    """The font families to use: one with Chinese characters, if there is one."""
    manager = import_module("matplotlib.font_manager").fontManager
    known = {font.name for font in manager.ttflist}
    chinese = [name for name in _CHINESE if name in known][:1]
    latin = ["DejaVu Sans"]
    return chinese + latin if lang == "zh" else latin + chinese


def _draw(cited: Sequence[Cited], path: Path, lang: str) -> None:
    pyplot = import_module("matplotlib.pyplot")
    ticker = import_module("matplotlib.ticker")
    figure, axes = pyplot.subplots(
        figsize=(10, 1.6 + _BAR * len(cited)), layout="constrained", dpi=144
    )
    words = _WORDS[lang]
    places = range(len(cited))
    axes.barh(places, [len(c.cite) for c in cited], color=_CITE, label=words["cite"])
    axes.barh(places, [len(c.rest) for c in cited], color=_REST, label=words["rest"])
    for place, each in enumerate(cited):
        axes.annotate(
            f"{len(each.rest)} / {len(each.cite)}" if each.rest else f"0 / {len(each.cite)}",
            (len(each.cite), place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color="#444444",
        )
    axes.set_yticks(places, [_label(each, lang) for each in cited])
    axes.invert_yaxis()
    axes.margins(y=0.01)
    axes.set_xlim(0, max(len(c.cite) for c in cited) * 1.08 + 0.5)
    axes.xaxis.set_major_locator(ticker.MaxNLocator(integer=True))
    axes.set_xlabel(words["across"])
    axes.set_title(words["title"], loc="left", fontweight="bold")
    axes.grid(axis="x", color="#DDDDDD")
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.legend(loc="lower right", frameon=False)
    metadata = {"Date": None} if path.suffix.lower() == ".svg" else {"Software": None}
    try:
        figure.savefig(path, metadata=metadata, facecolor="white")
    finally:
        pyplot.close(figure)


_WORDS = {
    "en": {
        "title": "Provisions by the articles that rest on them",
        "rest": "rest on it (legal basis)",
        "cite": "cite it at all",
        "across": "Articles",
    },
    "zh": {
        "title": "各条文被文章引用的次数",
        "rest": "作为法律依据",
        "cite": "全部引用",
        "across": "文章数",
    },
}


def _label(cited: Cited, lang: str) -> str:
    title = cited.statute_title(lang)
    if len(title) > _MOST_CHARS:
        cut = title[:_MOST_CHARS]
        title = (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"
    number = cited.provision.number
    return f"{title} 第{number}条" if lang == "zh" else f"{title}, art. {number}"
