"""British and American spellings of one word, so that either finds the other.

Regular endings are folded by rule, the others by a list. What is folded need not be a word:
articles and questions are folded alike, and nobody sees it.
"""

import re
from functools import lru_cache

_LEAST = 5  # letters; shorter words ("rise", "wise", "our") only look as if they varied
# organise, organising, hospitalisation; analyse.
_ISE = re.compile(r"(?<=\w{3})is(?=(?:e[ds]?|ers?|ing|ations?)$)|(?<=anal)ys(?=e[ds]?$|ing$)")
# Words that end like these and are spelt so everywhere.
_ALWAYS_ISE = re.compile(
    r"^(?:adv|rev|dev|superv|surpr|comprom|exerc|prom|prem|expert|franch|merchand|otherw"
    r"|likew|disgu|adverti|telev|improv|desp|circumc|arise|demise|excise|precise|concise)"
)
_WORDS = {
    british: american
    for pair in [
        "labour:labor",
        "favour:favor",
        "honour:honor",
        "colour:color",
        "neighbour:neighbor",
        "behaviour:behavior",
        "harbour:harbor",
        "humour:humor",
        "rumour:rumor",
        "endeavour:endeavor",
        "centre:center",
        "theatre:theater",
        "metre:meter",
        "litre:liter",
        "fibre:fiber",
        "calibre:caliber",
        "licence:license",
        "defence:defense",
        "offence:offense",
        "pretence:pretense",
        "practise:practice",
        "programme:program",
        "cheque:check",
        "grey:gray",
        "tyre:tire",
        "kerb:curb",
        "storey:story",
        "plough:plow",
        "enrol:enroll",
        "enrols:enrolls",
        "enrolment:enrollment",
        "fulfil:fulfill",
        "fulfils:fulfills",
        "fulfilment:fulfillment",
        "instalment:installment",
        "instal:install",
        "skilful:skillful",
        "wilful:willful",
        "judgement:judgment",
        "acknowledgement:acknowledgment",
        "ageing:aging",
        "cancelled:canceled",
        "cancelling:canceling",
        "travelled:traveled",
        "travelling:traveling",
        "traveller:traveler",
        "labelled:labeled",
        "totalled:totaled",
        "counsellor:counselor",
        "jewellery:jewelry",
        "paediatric:pediatric",
        "anaesthetic:anesthetic",
        "haemorrhage:hemorrhage",
        "foetus:fetus",
        "orthopaedic:orthopedic",
        "gynaecology:gynecology",
        "oestrogen:estrogen",
        "diarrhoea:diarrhea",
        "mum:mom",
        "mums:moms",
        "mummy:mommy",
        "macau:macao",
    ]
    for british, american in [pair.split(":")]
}
_STEMS = sorted((w for w in _WORDS if w.endswith("our")), key=len, reverse=True)


@lru_cache(maxsize=20_000)
def american(word: str) -> str:
    """A folded English word in its American spelling, where it has another one."""
    known = _WORDS.get(word)
    if known is not None:
        return known
    if len(word) < _LEAST:
        return word
    for stem in _STEMS:  # labourer, honourable, neighbouring
        if word.startswith(stem):
            return _WORDS[stem] + word[len(stem) :]
    if word.endswith("s") and word[:-1] in _WORDS:
        return _WORDS[word[:-1]] + "s"
    return word if _ALWAYS_ISE.match(word) else _ISE.sub(lambda m: m[0][0] + "z", word)
