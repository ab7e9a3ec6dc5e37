"""A citation as the files of a case have it, and its way into a fact there."""

from pathlib import Path

from knowledge.casefile.documents import CONTEXT
from knowledge.casefile.insertion import inserted
from knowledge.casefile.loading import read
from knowledge.casefile.problems import suggestion
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.casefile.writing import Files, WritingError, bytes_of, name_in, write
from knowledge.casefile.yaml_text import dumped
from knowledge.citing.finding import Candidate
from knowledge.model import Citation, KnowledgeBase


def lines_of(candidate: Candidate) -> list[str]:
    """Return a citation as lines of YAML; with what stands around it where its words stand there several times."""
    citation = candidate.citation
    around = {"prefix": _from_word(citation), "suffix": _to_word(citation)} if candidate.copies > 1 else {}
    fields = {"document": citation.document_id, "quote": citation.quote} | around
    return [f"{name}: {dumped(text)}" for name, text in fields.items() if text.strip()]


def _from_word(citation: Citation) -> str:
    """Return the prefix of a citation without the rest of a word at its beginning."""
    _, space, words = citation.prefix.lstrip().partition(" ")
    return words if space and len(citation.prefix) == CONTEXT else citation.prefix


def _to_word(citation: Citation) -> str:
    """Return the suffix of a citation without the first letters of a word at its end."""
    words, space, _ = citation.suffix.rstrip().rpartition(" ")
    return words if space and len(citation.suffix) == CONTEXT else citation.suffix


def insert(case: Path, fact_id: str, candidate: Candidate) -> str:
    """Add a citation to a fact of a case; return the file that it was written into.

    All other bytes of the file stay as they are. Raises `WritingError`, and changes nothing, where the fact is not
    there or has the citation, or where the case would have a problem that it has not now.
    """
    symbols = SymbolTable()
    base = read(case, symbols)
    facts = {**symbols.drafts, **base.facts}
    if fact_id not in facts:
        raise WritingError(f"there is no fact {fact_id}; {suggestion(fact_id, facts) or 'give the id of one'}")
    fact, citation = facts[fact_id], candidate.citation
    if _place(citation) in map(_place, fact.citations):
        raise WritingError(f"{fact_id} has this citation already")
    assert fact.location is not None, "a fact that was read from a file has its place"
    name = name_in(case, fact.location)
    content = inserted(bytes_of(case / name) or b"", fact_id, {("citations",): [lines_of(candidate)]}, name)

    def check(after: KnowledgeBase) -> None:
        known = after.facts.get(fact_id)
        if known and [*map(_place, known.citations)] != [*map(_place, (*fact.citations, citation))]:
            raise WritingError("the file would not have the citation that was to be added; add it by hand")

    write(Files(case, {name: content}), check)
    return name


def _place(citation: Citation) -> tuple[str, int, int]:
    return citation.document_id, citation.start, citation.end
