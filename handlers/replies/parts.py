"""The reply to several questions of one message: numbered, each with its own citation, in one message."""

from collections.abc import Iterator, Sequence
from html import escape

from handlers.callback_kinds import OpenFact
from handlers.callbacks import encode
from handlers.ports import Operator
from handlers.replies.acts import render_act
from handlers.replies.facts import fact_list, render_fact, title_of
from handlers.replies.fitting import BUTTON_LIMIT, MESSAGE_LIMIT, Button, Reply, fitted, joined, shorten, units
from handlers.replies.terms import not_mentioned
from handlers.texts import say
from knowledge.answering.answers import Act, Answer, Found, Multipart, Nearest, Suggestions, asserted_facts, shown_facts
from knowledge.model import KnowledgeBase

_OFFERED = 2
"""Maximum number of facts that are offered for a question without a certain answer; arbitrary."""
_QUESTION_LIMIT = 200
"""Maximum length of a question that is repeated, in UTF-16 units; arbitrary."""


def render_parts(answer: Multipart, base: KnowledgeBase, operator: Operator) -> Reply:
    """Return the answers below their questions; a question without one is told so."""
    headings = [f"<b>{number}. {_heading(part)}</b>" for number, part in enumerate(answer.parts, 1)]
    left = _left(answer)
    room = MESSAGE_LIMIT - units(joined(*headings, left)) - 4 * len(headings)
    bodies = []
    for place, part in enumerate(answer.parts):
        body = _body(part, base, operator, room // (len(answer.parts) - place))
        room -= units(body)
        bodies.append(body)
    shown = (f"{heading}\n{body}" for heading, body in zip(headings, bodies, strict=True))
    rows = tuple(row for number, part in enumerate(answer.parts, 1) for row in _rows(number, part, base))
    return Reply(joined(*shown, left), rows, shown_facts(answer))


def _heading(part: Answer) -> str:
    """Return a question as it is repeated: with a capital letter, and a question mark where it has no other."""
    asked = shorten(part.question.strip(), _QUESTION_LIMIT)
    return escape(asked[:1].upper() + asked[1:].rstrip(".") + ("" if asked.endswith(("?", "!", "…")) else "?"))


def _body(part: Answer, base: KnowledgeBase, operator: Operator, room: int) -> str:
    if isinstance(part, Act):
        done = render_act(part, base, operator).html
        return done if units(done) <= room else ""
    facts = [base.facts[fact_id] for fact_id in asserted_facts(part)]
    if isinstance(part, Found):
        return render_fact(facts[0], base, part.language, room).html
    if facts:
        return fact_list(facts, part.language, room)
    said = "part_offered" if isinstance(part, Nearest | Suggestions) else "unknown"
    return joined(escape(say(part.language, said)), not_mentioned(part))


def _rows(number: int, part: Answer, base: KnowledgeBase) -> Iterator[tuple[Button, ...]]:
    """Yield a button for the fact that answers a question, or for those that may."""
    offered: Sequence[str] = asserted_facts(part)[:1]
    if isinstance(part, Nearest | Suggestions):
        offered = [match.fact_id for match in part.matches[:_OFFERED]]
    for fact_id in offered:
        title = shorten(f"{number}. {title_of(base.facts[fact_id], part.language)}", BUTTON_LIMIT)
        yield (Button(title, encode(OpenFact(fact_id))),)


def _left(answer: Multipart) -> str:
    """Return the sentence that names the questions which were not answered, if there are any."""
    if not answer.left:
        return ""
    questions = "; ".join(answer.left)
    return fitted(say(answer.language, "parts_left", count=len(answer.parts), questions=questions), 600)
