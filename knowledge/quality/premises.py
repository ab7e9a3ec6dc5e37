"""Hints at phrasings that take for granted what their fact does not say, or judge; and at dates yet to come."""

import datetime
from collections.abc import Iterator, Mapping
from pathlib import Path

from knowledge.casefile.phrasings import Places, folded
from knowledge.casefile.problems import shown
from knowledge.casefile.strict_yaml import place
from knowledge.factcheck.checker import FactChecker
from knowledge.factcheck.premises import Fault, Premise, PremiseChecker
from knowledge.model import KnowledgeBase, Location
from knowledge.quality.hints import Hint, Watch, unwatched


def premise_hints(
    base: KnowledgeBase, facts: FactChecker, places: Places, full: bool, watch: Watch = unwatched
) -> Iterator[Hint]:
    """Yield a hint for each such phrasing: of those beside their facts, in a full check of all of them."""
    checker = PremiseChecker(facts)
    for number, fact in enumerate(base.facts.values()):
        watch("comparing phrasings with their facts", number, len(base.facts))
        for language, questions in fact.questions.items():
            chosen = tuple(one for one in questions if full or _is_beside(places[folded(one)][1]))
            for question, premise in checker.premises(fact, chosen, language):
                yield Hint(places[folded(question)][1], _worded(question, premise), "phrasings that say too much")


def _is_beside(location: Location) -> bool:
    return location.path.parent.name != "phrasings"


def _worded(question: str, premise: Premise) -> str:
    match premise.fault:
        case Fault.OPPOSITE:
            says = f'takes for granted "{premise.words}", where the fact says "{premise.instead}"'
        case Fault.ABSENT:
            says = f"takes for granted {shown(premise.words)}, which neither the fact nor its documents have"
        case Fault.LOADED:
            says = f"judges ({premise.words})"
    return f"{shown(question)} {says}; reword it, or make it an unanswered question"


def future_hints(
    base: KnowledgeBase, case: Path, places: Mapping[tuple[str, str, str], Location], today: datetime.date
) -> Iterator[Hint]:
    """Yield a hint for each fact and document whose date is after `today`; `places` has those of the facts."""
    for fact in base.facts.values():
        if fact.date and fact.date.first > today and (location := places.get((fact.id, "date", ""))):
            message = f"date is {fact.date.text}, which is yet to come; is the event only planned?"
            yield Hint(location, message, "dates that are yet to come")
    for document in base.documents.values():
        if document.date.first > today:
            message = f"date is {document.date.text}, which is yet to come; correct it"
            yield Hint(place(case / "documents" / f"{document.id}.md"), message, "dates that are yet to come")
