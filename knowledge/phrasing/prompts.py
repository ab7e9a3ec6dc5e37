"""Prompts: what a language model, or a person, is asked for more phrasings; each text says all that is needed."""

from collections.abc import Iterator, Sequence

from knowledge.casefile.phrasings import EXAMPLES
from knowledge.model import Fact, KnowledgeBase

PER_FACT = 12
"""Number of phrasings that are asked for a fact in each language; docs/curating.md has what more bring."""
PER_PROMPT = 6
"""Number of facts of a prompt that is sent to a model: of many it forgets the last; arbitrary."""
_MAX_NEIGHBOURS = 6
"""Maximum number of facts beside it that a prompt names for a fact; arbitrary."""
LANGUAGE_NAMES = {"en": "English", "ru": "Russian", "uk": "Ukrainian"}

_RULES = """\
Rules:
- Each line is what a reader would type. The fact alone must answer it: no other fact, and nothing beyond what it says.
  What a neighbour would answer as well, leave out.
- Use other words than those that are there: other verbs, other question words, everyday words for official ones, yes/no
  questions, short questions, two or three key words without a question. Ask for each part of the fact: who, what, when,
  where, how many, how much, by whom, under which rule.
- No name, number or date that is not in the statement, the quote or the title. No typing errors.
- Neutral: nothing that judges, suspects or takes for granted what the fact does not say.
- The same things in every language, but as people ask there: not translated word for word."""

_HARD_RULES = """\
Rules:
- Each group is one thing that a reader will ask next, near to what the facts say, and not answered by them: how many,
  how much, which exactly, who else, since when, with what result, what the other side said, what happened after.
- Nothing that any fact below answers, be it with a no.
- Four ways to ask for the one thing in each group, as readers type; neutral; no names that the case does not have.
- The same things in every language, but as people ask there: not translated word for word."""


def prompts(
    base: KnowledgeBase, facts: Sequence[Fact], size: int | None = None, count: int = PER_FACT
) -> Iterator[str]:
    """Yield texts that ask for `count` phrasings in each language for some facts, `size` of them in each text.

    None puts all into one text.
    """
    for first in range(0, len(facts), size or max(len(facts), 1)):
        part = facts[first : first + (size or len(facts))]
        example = part[0].id
        form = "\n".join(f"  {code}:\n    - ...\n    - ..." for code in base.case.languages)
        yield "\n".join(
            [
                *_beginning(base),
                "Below are facts from its documents.",
                f"For each, write {count} more ways in which a reader may ask for it, in {_languages(base)}.",
                "",
                _RULES,
                "",
                "Answer with YAML alone, in this form, with the id of each fact and nothing else:",
                "",
                f"```yaml\n{example}:\n{form}\n```",
                "",
                *(line for fact in part for line in _described(base, fact)),
            ]
        )


def unanswered_prompt(base: KnowledgeBase, facts: Sequence[Fact], count: int | None = None) -> str:
    """Return a text that asks for `count` questions that readers ask next, and that none of the facts answers.

    None stands for one for each fact, and at least `PER_FACT`: the two must grow together.
    """
    count = count or max(PER_FACT, len(facts))
    form = "\n".join(f"    {code}:\n      - ...\n      - ..." for code in base.case.languages)
    return "\n".join(
        [
            *_beginning(base),
            "Below is all that they say.",
            f"Write {count} things that readers will ask next and that they do not say, each in {_languages(base)}.",
            "",
            _HARD_RULES,
            "",
            "Answer with YAML alone, in this form; give each thing a short id in small letters with hyphens:",
            "",
            f"```yaml\nunanswered:\n  name-of-the-thing:\n{form}\n```",
            "",
            "What the documents say:",
            *(f"- {_text(base, fact)}" for fact in facts),
            *_listed(base),
        ]
    )


def _beginning(base: KnowledgeBase) -> list[str]:
    language = base.case.default_language
    title, summary = base.case.title.get(language, ""), base.case.summary.get(language, "")
    return [
        "You help the curator of a bot that answers questions about a legal case only with what the documents say.",
        "It finds a fact by the ways to ask for it that are listed. The more different words these have, the better.",
        "",
        f'The case: "{title}". {summary}',
        "",
    ]


def _languages(base: KnowledgeBase) -> str:
    names = [LANGUAGE_NAMES.get(code, code) for code in base.case.languages]
    return names[0] if len(names) == 1 else f"each of these languages: {', '.join(names)}"


def _text(base: KnowledgeBase, fact: Fact) -> str:
    language = base.case.default_language
    return fact.statement.get(language) or next(iter(fact.statement.values()), "")


def _described(base: KnowledgeBase, fact: Fact) -> Iterator[str]:
    yield f"## {fact.id}"
    yield f"Statement: {_text(base, fact)}"
    for citation in fact.citations:
        yield f'Quote: "{" ".join(citation.quote.split())}"'
    if fact.date:
        yield f"Date: {fact.date.text}"
    yield "Asked so far:"
    for code, own in fact.questions.items():
        yield from (f"- {code}: {text}" for text in own[: 1 + EXAMPLES])
    if near := neighbours(base, fact):
        yield "Neighbours, which must not answer it:"
        yield from (f"- {_text(base, one)}" for one in near)
    yield ""


def _listed(base: KnowledgeBase) -> Iterator[str]:
    if base.unanswered:
        yield ""
        yield "Listed already, so leave these out:"
        language = base.case.default_language
        yield from (f"- {own[0]}" for one in base.unanswered if (own := one.questions.get(language)))


def neighbours(base: KnowledgeBase, fact: Fact) -> list[Fact]:
    """Return the facts that are most easily taken for a fact: related ones, then those of its topic."""
    related = [base.facts[one] for one in fact.related if one in base.facts]
    beside = [one for one in base.valid if one.topic == fact.topic and one is not fact and one not in related]
    return [*related, *beside][:_MAX_NEIGHBOURS]
