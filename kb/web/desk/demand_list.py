"""The list of what readers miss: filtered, sorted, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from kb.demand import Origin, State
from kb.web.desk.desk_addresses import NEW
from kb.web.messages import LANGUAGES
from kb.web.parameters import Parameters
from kb.wishes import Order, Wish, ordered

DEMAND = "/desk/demand"
PER_PAGE = 50
_MOST_PAGES = 10_000
_ALIASES = 5  # other wordings that a new article begins with
_BAR = 24  # height of the trend's bars, in the units of its own drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is asked of the list; "" is everything."""

    state: str = State.OPEN
    origin: str = ""
    lang: str = ""
    q: str = ""
    sort: Order = Order.COUNT
    page: int = 1

    @classmethod
    def read(cls, given: MultiDict[str, str]) -> "Listing":
        """Raises ``BadParametersError``. Without a state only what waits; ``all`` is all."""
        parameters = Parameters(given)
        state = parameters.chosen("state", (*State, "all"), blank=True) or (State.OPEN,)
        origin = parameters.chosen("origin", tuple(Origin), blank=True) or ("",)
        lang = parameters.chosen("lang", LANGUAGES, blank=True) or ("",)
        sort = parameters.chosen("sort", tuple(Order), blank=True) or (Order.COUNT,)
        q = parameters.question()
        page = parameters.number("page", 1, _MOST_PAGES)
        parameters.check()
        return cls(
            state=state[0], origin=origin[0], lang=lang[0], q=q, sort=Order(sort[0]), page=page
        )

    @property
    def is_filtered(self) -> bool:
        return replace(self, sort=Order.COUNT, page=1) != Listing()

    def url(self, page: int) -> str:
        """The address of a page of this list."""
        pairs = {
            "state": self.state,
            "origin": self.origin,
            "lang": self.lang,
            "q": self.q,
            "sort": self.sort,
            "page": str(page),
        }
        return f"{DEMAND}?{urlencode({name: value for name, value in pairs.items() if value})}"

    def of(self, wishes: Sequence[Wish]) -> tuple[Wish, ...]:
        """Those that fit, sorted."""
        return ordered((wish for wish in wishes if self._fits(wish)), self.sort)

    def _fits(self, wish: Wish) -> bool:
        sought = self.q.casefold()
        return (
            self.state in (wish.state, "all")
            and (not self.origin or self.origin in wish.counts)
            and self.lang in ("", wish.lang)
            and (not sought or any(sought in t.casefold() for t in (wish.question, *wish.alike)))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A week of the trend as it is drawn: from the left, from the top, how high."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A wish as it is shown; ``new_url`` begins an article for it."""

    wish: Wish
    url: str
    new_url: str
    bars: tuple[Bar, ...]

    @classmethod
    def of(cls, wish: Wish) -> "Row":
        return cls(
            wish=wish, url=f"{DEMAND}/{wish.key}", new_url=new_url(wish), bars=bars(wish.weeks)
        )


def new_url(wish: Wish) -> str:
    """The form of a new article, with the question for its title and its wordings as aliases."""
    others = [text for text in wish.alike[:_ALIASES] if text != wish.question]
    pairs = [
        ("title", wish.question),
        *(("alias", text) for text in (wish.question, *others)),
        ("lang", wish.lang),
        ("kind", "qa"),
        ("begin", "1"),
    ]
    return f"{NEW}?{urlencode(pairs)}"


def bars(weeks: Sequence[int]) -> tuple[Bar, ...]:
    """The weeks, oldest first, as bars of which the highest is full."""
    most = max(weeks, default=0)
    if not most:
        return ()
    heights = [max(1, -(-count * _BAR // most)) for count in weeks]  # none is a line
    return tuple(
        Bar(x=place * 6, y=_BAR - height, height=height) for place, height in enumerate(heights)
    )


def counted(wishes: Sequence[Wish]) -> dict[State, int]:
    """How many there are in each state, for the choice of states."""
    found = dict.fromkeys(State, 0)
    for wish in wishes:
        found[wish.state] += 1
    return found
