"""What admins see of what readers asked and did not get."""

from html import escape

from handlers.callbacks import encode
from handlers.replies.facts import title_of
from handlers.replies.fitting import BUTTON_LIMIT, Button, Reply, fitted, joined, shorten
from handlers.review_callback_kinds import Decide, TurnReview
from handlers.reviewing import Asked
from handlers.texts import say
from knowledge.model import KnowledgeBase
from knowledge.reviewing.decision import Decision

_ALSO = 5
"""Maximum number of other words for a question that are shown; arbitrary."""
_WORDS, _TITLE, _PROBLEM = 1000, 200, 1500
"""Maximum lengths in UTF-16 units of what is repeated; arbitrary: all of it fits into one message."""


def render_nothing(language: str, reads_questions: bool) -> Reply:
    """Return that nothing waits."""
    return Reply(joined(escape(say(language, "review_none")), _off(language, reads_questions)))


def _off(language: str, reads_questions: bool) -> str:
    return "" if reads_questions else escape(say(language, "review_off"))


def render_asked(
    one: Asked, base: KnowledgeBase, language: str, page: int, pages: int, reads_questions: bool = True
) -> Reply:
    """Return one of what waits, with the nearest facts and what can be done."""
    lead = say(language, "review_report" if one.is_report else "review_page", page=page, pages=pages, count=one.count)
    words = f"<blockquote>{fitted(one.texts[0], _WORDS)}</blockquote>"
    rest = [f"• {fitted(text, _TITLE)}" for text in one.texts[1 : 1 + _ALSO]]
    also = "\n".join([escape(say(language, "review_also")), *rest]) if rest else ""
    facts = [base.facts[fact_id] for fact_id in one.nearest if fact_id in base.facts]
    titles = [f"• {fitted(title_of(fact, language), _TITLE)}" for fact in facts]
    near = "\n".join([escape(say(language, "review_near" if titles else "review_near_none")), *titles])
    return Reply(
        joined(escape(lead), words, also, near, _off(language, reads_questions)),
        (*_rows(one, base, language), *_turning(page, pages, language)),
    )


def _rows(one: Asked, base: KnowledgeBase, language: str) -> list[tuple[Button, ...]]:
    facts = [base.facts[fact_id] for fact_id in one.nearest if fact_id in base.facts]
    rows = [
        (
            Button(
                shorten(say(language, "review_phrasing", title=title_of(fact, language)), BUTTON_LIMIT),
                encode(Decide(Decision.PHRASING, one.code, fact.id)),
            ),
        )
        for fact in facts
    ]
    golden = Decide(Decision.GOLDEN, one.code, facts[0].id if facts else "")
    return [
        *rows,
        (
            Button(say(language, "review_draft"), encode(Decide(Decision.DRAFT, one.code))),
            Button(say(language, "review_golden"), encode(golden)),
        ),
        (
            Button(say(language, "review_unanswered"), encode(Decide(Decision.UNANSWERED, one.code))),
            Button(say(language, "review_dismiss"), encode(Decide(Decision.DISMISS, one.code))),
        ),
    ]


def _turning(page: int, pages: int, language: str) -> tuple[tuple[Button, ...], ...]:
    back = (Button(say(language, "previous"), encode(TurnReview(page - 1))),) if page > 1 else ()
    further = (Button(say(language, "next"), encode(TurnReview(page + 1))),) if page < pages else ()
    return ((*back, *further),) if back or further else ()


def render_decided(written: str, language: str) -> Reply:
    """Return where it was written, and the way to what else waits."""
    text = say(language, "review_written", file=written) if written else say(language, "review_dismissed")
    return Reply(escape(text), ((Button(say(language, "next"), encode(TurnReview(1))),),))


def render_problem(problem: str, language: str) -> Reply:
    """Return why nothing was written."""
    text = fitted(say(language, "review_failed", problem=problem), _PROBLEM)
    return Reply(text, ((Button(say(language, "previous"), encode(TurnReview(1))),),))
