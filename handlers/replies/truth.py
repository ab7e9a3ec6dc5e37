"""What is replied to "is that true?": who asserts a fact and where, and what the other documents have on it."""

from html import escape

from handlers.replies.citations import source
from handlers.replies.disputes import other_sides
from handlers.replies.facts import whose_claim
from handlers.replies.fitting import MESSAGE_LIMIT, Reply, fitted, joined
from handlers.texts import say
from knowledge.model import Fact, KnowledgeBase


def render_truth(fact: Fact, base: KnowledgeBase, language: str) -> Reply:
    """Return who asserts a fact, where, and what other documents have on it; never whether it is so."""
    told = list(dict.fromkeys(citation.document_id for citation in fact.citations))
    origins = "\n".join(source(base.documents[one], language) for one in told[:2])
    against = other_sides(fact, base, language, MESSAGE_LIMIT // 2)
    others = against or escape(_others(len(told), len(base.documents), language))
    return Reply(joined(fitted(whose_claim(fact, base, language), 400), origins, others))


def _others(cited: int, documents: int, language: str) -> str:
    """Return what the documents that are not cited for a fact say of it; nothing where several are cited."""
    if cited > 1:
        return ""
    rest = documents - cited
    return say(language, "truth_others", count=rest) if rest else say(language, "truth_alone")
