"""Bases whose documents and facts have any dates and signs."""

from dataclasses import replace

from knowledge.edtf import parse_edtf
from knowledge.model import Change, KnowledgeBase
from tests.handlers.replies.bases import base_of


def dated(
    date: str, title: str = "A title", publisher: str = "The office", url: str = "https://e.org/"
) -> KnowledgeBase:
    """Return a base of a document and a fact, both of one date."""
    base = base_of("The pier is shut.", 'It is "shut"\nnow.', title, url)
    document = replace(base.documents["d"], date=parse_edtf(date), publisher=publisher, sha256="ab" * 32)
    fact = replace(base.facts["f"], date=parse_edtf(date))
    return replace(base, documents={"d": document}, facts={"f": fact})


def withdrawn(base: KnowledgeBase) -> KnowledgeBase:
    """Return a base whose fact is withdrawn."""
    change = Change(parse_edtf("2020-06-01"), "withdrawn", {"en": "It was wrong."})
    return replace(base, facts={"f": replace(base.facts["f"], change=change)})
