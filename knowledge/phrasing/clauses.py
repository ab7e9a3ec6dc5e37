"""Clauses: the parts of a statement that questions are made of."""

import re
from collections.abc import Iterator, Sequence

from knowledge.edtf import EventDate, covers
from knowledge.language.date_finder import find_dates
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.word_frequencies import forms
from knowledge.phrasing.question_patterns import QuestionPatterns, question_patterns

MAX_WORDS = 16
"""Maximum number of words of a clause that is made a question: nobody types a longer one; arbitrary."""
_MIN_WORDS = 4
"""Minimum number of words before a comma that may stand alone; arbitrary."""
_END = re.compile(r"\s*(?:[;(«\"“]|[:.]\s|\.$)")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def clause_of(statement: str, language: str) -> str:
    """Return what a statement reports, without who says so and up to its first pause; empty where that is too long."""
    text = statement
    ends = [text.index(phrase) + len(phrase) for phrase in question_patterns(language).reported if phrase in text]
    text = text[min(ends) :] if ends else _beginning_small(text, language)
    text = _END.split(text.strip(), maxsplit=1)[0].strip(" ,.")
    pauses = [found.start() for found in re.finditer(r",\s", text)]
    if len(pauses) > 1:
        return ""  # something is put in between, and what belongs together is apart
    if len(text.split()) > MAX_WORDS:
        words = "|".join(question_patterns(language).conjunctions)
        pauses += [found.start() for found in re.finditer(rf"\s(?:{words})\s", text)] if words else []
    for pause in sorted(pauses):
        if len(text[:pause].split()) >= _MIN_WORDS and _has_verb(text[:pause], language):
            text = text[:pause]
            break
    says_who = text.partition(" ")[0] not in lexicon(language).pronouns
    return text if says_who and _MIN_WORDS <= len(text.split()) <= MAX_WORDS else ""


def _beginning_small(text: str, language: str) -> str:
    """Return a sentence with a small first letter, unless its first word is only known with a capital."""
    first = text.partition(" ")[0]
    small = first.casefold()
    little = lexicon(language).determiners | function_words(language) | lexicon(language).one_letter_words
    known = small in little or all(part in forms(language) for part in small.split("-"))
    return small + text[len(first) :] if known else text


def undated(clause: str, language: str, date: EventDate | None) -> str:
    """Return a clause without a fact's date and the preposition before it; empty where it has another, or several."""
    dates = find_dates(clause)
    if len(dates) != 1 or date is None or dates[0].date is None or not covers(dates[0].date, date):
        return ""
    before = clause[: dates[0].start].rstrip(" ,")
    head, _, last = before.rpartition(" ")
    if last.casefold() in question_patterns(language).date_prepositions:
        before = head
    return " ".join(f"{before} {clause[dates[0].end :].lstrip(' ,')}".split()).strip(" ,")


def inverted(clause: str, language: str) -> str:
    """Return a clause in the order of a question ("was the pier closed"), in languages that have one.

    Empty where it is not certain which word is the verb: of "officers involved are" it is not the first.
    """
    known = question_patterns(language)
    words = clause.split()
    for place, word in enumerate(words):
        verb = _verb(word, known, language)
        if not place or not (word in known.auxiliaries or verb):
            continue
        subject, rest = words[:place], words[place + 1 :]
        following = rest[: next((at for at, one in enumerate(rest) if one in known.conjunctions), len(rest))]
        is_participle = bool(verb) and (
            not known.auxiliaries.isdisjoint(following)
            or (word not in known.past and rest[:1] and rest[0] in known.after_participles)
        )
        unclear = "," in " ".join(subject) or subject[0] in known.date_prepositions or rest[:1] == ["not"]
        if unclear or is_participle:
            return ""
        return " ".join([word, *subject, *rest] if word in known.auxiliaries else ["did", *subject, verb, *rest])
    return ""


def counted(clause: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield what numbers count: the noun alone, and with what follows where the number begins the clause (or "")."""
    known = question_patterns(language)
    dates = [range(date.start, date.end) for date in find_dates(clause)]
    words = list(_WORD.finditer(clause))
    for place, found in enumerate(words):
        value = _value(found[0], language)
        if value is None or value < known.counts_from or any(found.start() in date for date in dates):
            continue
        noun = _noun(words[place + 1 : place + 4], clause, language)
        if noun is None:
            continue
        rest = clause[noun[1] :] if place == 0 else ""
        rest = re.split(rf",\s|\s(?:{'|'.join(known.conjunctions) or ','})\s", rest)[0]
        text = clause[noun[0] : noun[1]]
        yield text, f"{text}{rest}" if rest.strip() else ""


def _noun(words: Sequence[re.Match[str]], clause: str, language: str) -> tuple[int, int] | None:
    """Return where the noun that a number counts stands, with the adjectives before it; None where there is none."""
    known = question_patterns(language)
    for place, found in enumerate(words):
        word = found[0]
        if not word.islower() or word in function_words(language) or word not in forms(language):
            return None
        if place and clause[words[place - 1].end() : found.start()] != " ":
            return None
        is_noun = (
            word.endswith(known.plurals) if known.plurals else not word.endswith(known.counted_adjectives or ("0",))
        )
        if is_noun:
            return words[0].start(), found.end()
    return None


def provision_of(statement: str, language: str) -> tuple[str, int] | None:
    """Return the question for the rule that a statement refers to by its number, and where its preposition stands."""
    for beginning, question in question_patterns(language).provisions.items():
        if found := re.search(rf"\b\w+\s+{beginning}\w*\s+\d", statement, re.IGNORECASE):
            return question, found.start()
    return None


def _value(word: str, language: str) -> float | None:
    if word[0].isdigit():
        digits = re.sub(r"\D", "", word)
        return float(digits) if digits else None
    return lexicon(language).numbers.get(word.casefold())


def _has_verb(text: str, language: str) -> bool:
    """Whether a piece of a clause has a verb, as far as that can be told in the language."""
    known = question_patterns(language)
    return not known.auxiliaries or inverted(text, language) != ""


def _verb(word: str, known: QuestionPatterns, language: str) -> str:
    """Return the verb of a past form; empty for any other word."""
    if word in known.past:
        return known.past[word]
    if not known.past or not word.endswith("ed") or len(word) < 4:
        return ""
    stems: Sequence[str] = (word[:-1], word[:-2], word[:-3], f"{word[:-3]}y" if word.endswith("ied") else "")
    found = [stem for stem in stems if stem and stem in forms(language)]
    return max(found, key=lambda stem: forms(language)[stem], default="")
