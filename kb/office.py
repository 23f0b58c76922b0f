"""Everything that the editors' desk consists of, as it is handed to pages and commands."""

from dataclasses import dataclass

from kb.accounts import Accounts, Audit
from kb.advice import Advice
from kb.demand_desk import DemandDesk
from kb.editors_desk import EditorsDesk
from kb.feedback import Feedback
from kb.incoming import Importer
from kb.removals import Removals
from kb.revisions import Revisions
from kb.schedule import Schedule
from kb.search_tuning import SearchTuning
from kb.tokens import Tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The desk and what it keeps. ``secret`` signs sessions and forms; all processes share it.

    ``advice`` tells about texts what is not wrong with them; None where nobody does.
    ``tuning`` changes the search by hand. ``importer`` reads what is uploaded, ``demand`` is what
    readers miss.
    """

    desk: EditorsDesk
    accounts: Accounts
    audit: Audit
    revisions: Revisions
    removals: Removals
    schedule: Schedule
    feedback: Feedback
    secret: bytes
    importer: Importer | None = None
    demand: DemandDesk | None = None
    advice: Advice | None = None
    tuning: SearchTuning | None = None
    tokens: Tokens | None = None
