"""Which facts name whom: by the spellings of the case in any declension, as questions are read."""

from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, TermReader
from knowledge.model import KnowledgeBase


def facts_naming(base: KnowledgeBase) -> dict[str, list[str]]:
    """Return for each name the facts that have it in their statement, in the order of the files; no withdrawn one.

    Each statement is read in the first language that it is in. A spelling that several bear names nobody.
    """
    reader = TermReader(NameIndex(base.case.names, base.case.languages))
    found: dict[str, list[str]] = {name.id: [] for name in base.case.names}
    for fact in base.valid:
        language, statement = next(iter(fact.statement.items()))
        named = (
            term.key.removeprefix("#") for term in reader.read(clean(statement), language) if term.kind is Kind.NAME
        )
        for name in dict.fromkeys(named):
            if name in found:
                found[name].append(fact.id)
    return found
