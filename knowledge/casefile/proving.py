"""Proves what the facts of a case say against their quotes: words what does not agree, and says where it stands."""

from collections.abc import Iterator

from knowledge.casefile.problems import Problem, shown
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.factcheck.checker import FactChecker
from knowledge.factcheck.discrepancies import Discrepancy, Kind
from knowledge.model import Fact, KnowledgeBase, Location

_SHOWN = 3
"""Maximum number of values of the quotes that a message names; arbitrary."""


def prove(base: KnowledgeBase, symbols: SymbolTable) -> None:
    """Note in the symbol table what facts say and their quotes do not: as a problem, or as a remark where it may be so.

    Nothing is compared while names or documents are missing, for which each value would be reported.
    """
    if not (symbols.names.complete and symbols.documents.complete):
        return
    checker = symbols.checker = FactChecker(base)
    for fact in base.facts.values():
        for found in checker.discrepancies(fact):
            location = _place(fact, found, symbols)
            if found.is_problem:
                symbols.problems.add(location, worded(found))
            else:
                symbols.remarks.append(Problem(location, worded(found)))


def _place(fact: Fact, found: Discrepancy, symbols: SymbolTable) -> Location:
    place = symbols.places.get((fact.id, found.field, found.language)) or fact.location
    assert place is not None, "a fact that was read from a file has its place"
    return place


def worded(found: Discrepancy) -> str:
    """Return what is wrong, and what to do."""
    match found.kind:
        case Kind.UNDATED:
            have = _have(found) or "no document that it cites has it"
            return f"date is {found.stated}, but {have}; correct it, or say under derived how it was worked out"
        case Kind.UNHEARD:
            return (
                f"asserted_by is {found.stated}, but no document that it cites names them; "
                "name who says so there, or add the spelling that stands there to the name"
            )
        case Kind.REVERSED:
            return f"{_field(found)} says {shown(found.stated)} where the quotes say {shown(found.found[0])}; is it so?"
        case Kind.LACKING:
            have = _have(found) or f"the quotes {'do' if found.place else 'and their documents do'} not have it"
            return f"{_field(found)} has {shown(found.stated)}, but {have}; {''.join(_advice(found))}"


def _field(found: Discrepancy) -> str:
    return f"{found.field} in {found.language}"


def _have(found: Discrepancy) -> str:
    values = " and ".join(map(shown, found.found[:_SHOWN]))
    return f"the quotes have {values}" if values else ""


def _advice(found: Discrepancy) -> Iterator[str]:
    yield "" if found.place and not found.is_problem else "correct it, or "
    yield f"cite the place in {found.place} that has it too" if found.place else "cite a document that says it"
