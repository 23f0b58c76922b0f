"""How a provision is usually cited, in either language."""

from kb.numerals import chinese
from kb.provision import Provision
from kb.statutes import Statute


def cited_in_chinese(statute: Statute, provision: Provision, title: str = "") -> str:
    """``《中华人民共和国社会保险法》第十条第二款第（三）项``, or with another ``title`` of it."""
    return f"《{title or statute.title_zh}》{number_in_chinese(provision)}"


def number_in_chinese(provision: Provision) -> str:
    """``第十条第二款第（三）项``."""
    parts = [f"第{chinese(provision.article)}条"]
    if provision.inserted:
        parts.append(f"之{chinese(provision.inserted)}")
    if provision.paragraph:
        parts.append(f"第{chinese(provision.paragraph)}款")
    if provision.item:
        parts.append(f"第（{chinese(provision.item)}）项")
    return "".join(parts)


def cited_in_english(statute: Statute, provision: Provision, title: str = "") -> str:
    """``Social Insurance Law of the People's Republic of China, Article 10(2)(3)``.

    Or with another ``title`` of it; empty for a statute that has no English title.
    """
    if not statute.title_en:
        return ""
    return f"{title or statute.title_en}, Article {provision.number}{provision.pinpoint}"
