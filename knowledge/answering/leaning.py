"""What a short question leans on: the fact last told, or those last offered, and what has to do with these."""

from knowledge.answering.context import Context
from knowledge.matching.matcher import Matcher
from knowledge.model import Fact, KnowledgeBase

_MAX_OFFERED = 3
"""Maximum number of facts of a list that a short question may lean on; arbitrary."""


def leaned_on(base: KnowledgeBase, context: Context) -> list[Fact]:
    """Return the facts that a short question may lean on, the likeliest first: the last told, and the first of a list.

    A list that was the last reply comes first; one that came with a question back, only where nothing was told.
    """
    told = context.told[:1]
    offered = [fact_id for fact_id in context.offered if fact_id[0] != "#"][:_MAX_OFFERED]
    offered = [] if told and context.asked_back else offered
    ids = (*told, *offered) if set(told) & set(context.offered) else (*offered, *told)
    return [base.facts[fact_id] for fact_id in dict.fromkeys(ids) if fact_id in base.facts]


def is_related(matcher: Matcher, fact_id: str, context: Context) -> bool:
    """Whether a fact has to do with what was said: it is linked, of one topic or of one name with it.

    Of a list it must be one itself, or have to do with the first.
    """
    base = matcher.index.base
    leaned = leaned_on(base, context)
    if any(fact_id == one.id for one in leaned):
        return True
    fact = base.facts[fact_id]
    keys = matcher.index.profile(fact_id).keys
    if not leaned or any(f"#{name_id}" in keys for name_id in context.subjects):
        return True
    return any(one.topic == fact.topic or fact.id in one.related or one.id in fact.related for one in leaned[:1])
