"""Several questions in one message: each is answered by itself, unless one fact answers them all."""

from collections.abc import Callable, Sequence

from knowledge.answering.answers import Act, Answer, Found, Multipart, asserted_facts, shown_facts
from knowledge.answering.guards import is_exact
from knowledge.language.question_parts import QuestionPart

MAX_PARTS = 3
"""Maximum number of questions of a message that are answered: more do not stay readable in one reply; arbitrary."""

Answered = tuple[Answer, tuple[str, ...]]
Ask = Callable[[str, Sequence[str]], Answered]
"""Returns the answer to one question beside a context, and the context of the next."""


def in_parts(
    question: str, language: str, parts: Sequence[QuestionPart], context: Sequence[str], ask: Ask, whole: Answer
) -> Answer | None:
    """Answer each question of a message, with what the one before told as its context.

    None where the message is better answered as one, as `whole` is: no question has an answer of its own, or one fact
    answers all of them.
    """
    answers: list[Answer] = []
    for part in parts[:MAX_PARTS]:
        answer, context = _answer(part, context, ask, answers)
        answers.append(answer)
    answers = [answer for answer in answers if not (isinstance(answer, Act) and answer.is_social)]
    told = [asserted_facts(answer) for answer in answers]
    facts = {fact for each in told for fact in each}
    if not facts or len(answers) < 2 or (isinstance(whole, Found) and is_exact(whole.matches[0])):
        return None
    if all(told) and len(facts) == 1 and len(parts) <= MAX_PARTS:
        return whole if facts.intersection(asserted_facts(whole)) else _as_one(question, language, answers[0])
    if isinstance(whole, Found) and not (all(told) or facts.intersection(asserted_facts(whole))):
        return None
    return Multipart(question, language, tuple(answers), tuple(part.completed for part in parts[MAX_PARTS:]))


def _answer(
    part: QuestionPart, context: Sequence[str], ask: Ask, before: Sequence[Answer]
) -> tuple[Answer, tuple[str, ...]]:
    """Answer a question; one that is but a question word, beside the fact before it, or else as it is completed."""
    if not part.is_elliptical:
        return ask(part.text, context)
    if before and shown_facts(before[-1]):
        beside = ask(part.text, context)
        if asserted_facts(beside[0]):
            return beside
    return ask(part.completed, context)


def _as_one(question: str, language: str, answer: Answer) -> Answer | None:
    return Found(question, language, answer.matches) if isinstance(answer, Found) else None
