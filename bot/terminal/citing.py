"""Prints passages that were found in a document, and the citations made of them."""

from dataclasses import asdict
from typing import Any

from rich.text import Text

from bot.terminal.console import console
from knowledge.citing.finding import Candidate, Finding
from knowledge.citing.inserting import lines_of
from knowledge.citing.places import Place, place_of
from knowledge.model import Document

_SHOWN = 200
"""Maximum length of the nearest text that is shown where nothing was found, in code points; arbitrary."""


def print_finding(finding: Finding, document: Document, pick: int | None) -> None:
    """Print the passages that may be meant, as citations to copy; or only the one that was picked."""
    out = console()
    if not finding.is_found:
        out.print(Text(f"{document.id} has nothing like these words.", style="bold"))
        if finding.candidates:
            nearest = finding.candidates[0]
            text = " ".join(nearest.citation.quote.split())
            shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
            out.print(Text(f"The nearest, {_head(nearest, document)}:\n  {shown}"))
        return
    several = len(finding.candidates) > 1
    if several and pick is None:
        out.print(f"{len(finding.candidates)} passages may be meant; choose one with --pick N.\n")
    for number, candidate in enumerate(finding.candidates, start=1):
        if pick in (None, number):
            mark = f"{number}. " if several else ""
            out.print(Text(f"{mark}{_head(candidate, document)}", style="bold"))
            out.print(Text(f"\n{_yaml(candidate)}\n"), soft_wrap=True)
    if pick is not None and pick > len(finding.candidates):
        out.print(f"There is no passage {pick}; there are {len(finding.candidates)}.")


def finding_report(finding: Finding, document: Document) -> dict[str, Any]:
    """Return what some words may mean in a document; without "found" the candidates are only the nearest."""
    return {
        "document_id": document.id,
        "found": finding.is_found,
        "candidates": [
            {
                "score": one.score,
                "copies": one.copies,
                "quote": one.citation.quote,
                "prefix": one.citation.prefix,
                "suffix": one.citation.suffix,
                "start": one.citation.start,
                "end": one.citation.end,
                **asdict(place_of(one.citation, document)),
            }
            for one in finding.candidates
        ],
    }


def print_inserted(candidate: Candidate, document: Document, fact: str, file: str) -> None:
    """Print which citation a fact got, and where."""
    out = console()
    out.print(Text(f"{_head(candidate, document)}\n\n{_yaml(candidate)}\n"), soft_wrap=True)
    out.print(f"Added to {fact} in {file}. casewire phrasings undo takes it back.")


def _yaml(candidate: Candidate) -> str:
    first, *rest = lines_of(candidate)
    return "\n".join([f"    - {first}", *(f"      {line}" for line in rest)])


def _head(candidate: Candidate, document: Document) -> str:
    copies = f", stands there {candidate.copies} times" if candidate.copies > 1 else ""
    where = worded_place(place_of(candidate.citation, document))
    return f"{document.id}, {where} ({candidate.score:.0f}% like your words{copies})"


def worded_place(place: Place) -> str:
    """Return where a citation stands, for a curator."""
    page = f"page {place.page}, " if place.page else ""
    if place.page != place.last_page:
        page = f"pages {place.page}-{place.last_page}, "
    number = f", there numbered {place.number}" if place.number else ""
    heading = f', under "{place.heading}"' if place.heading else ""
    return f"{page}paragraph {place.paragraph}{number}{heading}"
