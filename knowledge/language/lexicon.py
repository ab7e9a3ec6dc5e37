"""Lexicon: the closed word classes of each language, and whatever else must be known of it; never of a case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.data_files import languages, table
from knowledge.language.normalisation import normalise

WHEN, WHO = "@when", "@who"
STRICT = frozenset({WHEN, "@where", "@why", "@howmany", "@howlong", "@names", "@others"})
"""Answer types that only a fact can serve which has a phrasing with them; @who and @how say less by themselves."""
LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What `data/<language>/lexicon.txt` says, where each class is explained. Words are casefolded, without marks."""

    script: str
    own_letters: frozenset[str]
    """Letters that no other language has."""
    keyboard: Sequence[str]
    """The rows of letter keys."""
    interrogatives: Mapping[str, str]
    """Word or phrase to answer type ("@when")."""
    question_stop_words: frozenset[str]
    question_pronouns: frozenset[str]
    """Question words in all cases."""
    wh_determiners: frozenset[str]
    conjunctions: frozenset[str]
    """Words that join two questions."""
    question_openers: frozenset[str]
    complementisers: frozenset[str]
    """Those of them that may begin a clause instead ("что")."""
    polar_openers: frozenset[str]
    """Words before the subject of a question that asks for yes or no."""
    polar_particles: frozenset[str]
    """Words that stand second in such a question ("ли")."""
    copulas: frozenset[str]
    agent_prepositions: frozenset[str]
    articles: frozenset[str]
    determiners: frozenset[str]
    """Words that a noun follows, and no name."""
    surname_suffixes: Mapping[str, str]
    """What makes a surname of a name, to the first of those that writers mix."""
    surname_endings: frozenset[str]
    patronymic_suffixes: frozenset[str]
    patronymic_endings: frozenset[str]
    feminine_surnames: frozenset[str]
    """How a woman's surname ends that is a form of a man's, too."""
    feminine_verbs: frozenset[str]
    """How a verb in the past ends whose subject is feminine."""
    nominative_pronouns: frozenset[str]
    """Words for "who" in the nominative."""
    address: frozenset[str]
    """Forms of address; a star stands for any ending."""
    address_nouns: frozenset[str]
    """Nouns that are one before a person's name alone ("citizen")."""
    negations: frozenset[str]
    one_letter_words: frozenset[str]
    auxiliaries: frozenset[str]
    numbers: Mapping[str, int]
    pronouns: Mapping[str, frozenset[str]]
    """Word to the genders that it may stand for: "masculine", "feminine", "neuter", "plural", "any"."""
    subject_pronouns: frozenset[str]
    given_names: Mapping[str, str]
    """Given name to "masculine" or "feminine"."""
    gender_endings: Mapping[str, str]
    """Ending of a noun or a surname to its gender."""
    events: frozenset[str]
    units: Mapping[str, str]
    """Word for a year, month or day to "year", "month" or "day"."""
    ordinals: Mapping[str, int]
    """Word for a place in a list to its number from 1, -1 being the last."""
    ordinal_nouns: frozenset[str]
    present_verbs: frozenset[str]
    time_relations: Mapping[str, str]
    """Word to "before", "until", "after", "since", "between", "first" or "last"."""
    elapsed: frozenset[str]
    """Words for the passing of time ("сколько прошло")."""
    time_prepositions: frozenset[str]
    """Words of `time_relations` that stand before the name of an event ("before the ban")."""
    time_moments: frozenset[str]
    """Words between such a preposition and the event that leave nothing but time to mean ("с момента отказа")."""
    time_spans: Mapping[str, frozenset[str]]
    """Word before the first end of a time to the words before the second one ("between ... and ...")."""
    time_things: frozenset[str]
    """Words for what happened, besides `events`."""
    earlier: frozenset[str]
    later: frozenset[str]
    greeting: frozenset[str]
    thanks: frozenset[str]
    farewell: frozenset[str]
    fillers: frozenset[str]
    capitalised_words: frozenset[str]
    """Words with a capital letter that name nobody: days, peoples, languages, faiths."""
    months: Mapping[str, int]
    """Form or abbreviation to the number of the month, from 1."""
    day_endings: frozenset[str]
    date_links: frozenset[str]
    date_ranges: frozenset[str]
    day_links: frozenset[str]
    """Words between two days of one month, besides those between two dates ("3 and 9 April")."""
    year_nouns: frozenset[str]
    year_endings: frozenset[str]
    number_nouns: frozenset[str]
    number_signs: frozenset[str]
    ordinal_endings: frozenset[str]
    abbreviations: Mapping[str, str]
    """Abbreviation of what is numbered ("art") to the word ("article")."""
    multipliers: Mapping[str, int]
    signs: Mapping[str, str]
    """Sign of a unit ("%") to the word for it."""
    stops: frozenset[str]
    loaded: frozenset[str]
    """Words that judge or take sides."""


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language code; an empty one, of Latin script, for a language that has none."""
    values = table(language, "lexicon")

    def words(name: str) -> frozenset[str]:
        return frozenset(_items(values.get(name, "")))

    return Lexicon(
        script=values.get("script", LATIN),
        own_letters=words("own_letters"),
        keyboard=tuple(values.get("keyboard", "").split()),
        interrogatives={word: f"@{kind}" for kind, word in _groups(values, "interrogatives")},
        question_stop_words=words("question_stop_words"),
        question_pronouns=words("question_pronouns"),
        wh_determiners=words("wh_determiners"),
        conjunctions=words("conjunctions"),
        question_openers=words("question_openers"),
        complementisers=words("complementisers"),
        polar_openers=words("polar_openers"),
        polar_particles=words("polar_particles"),
        copulas=words("copulas"),
        agent_prepositions=words("agent_prepositions"),
        articles=words("articles"),
        determiners=words("determiners") | words("wh_determiners"),
        surname_suffixes=_classes(values.get("surname_suffixes", "")),
        surname_endings=words("surname_endings"),
        patronymic_suffixes=words("patronymic_suffixes"),
        patronymic_endings=words("patronymic_endings"),
        feminine_surnames=words("feminine_surnames"),
        feminine_verbs=words("feminine_verbs"),
        nominative_pronouns=words("nominative_pronouns"),
        address=words("address"),
        address_nouns=words("address_nouns"),
        negations=words("negations"),
        one_letter_words=words("one_letter_words"),
        auxiliaries=words("auxiliaries"),
        numbers=_numbers(values.get("numbers", "")),
        pronouns=_sets(_groups(values, "pronouns")),
        subject_pronouns=words("subject_pronouns"),
        given_names={normalise(word): gender for gender, word in _groups(values, "given_names")},
        gender_endings={ending: gender for gender, ending in _groups(values, "gender_endings")},
        events=words("events"),
        units={word: unit for unit, word in _groups(values, "units")},
        ordinals={normalise(word): int(place) for place, word in _groups(values, "ordinals")},
        ordinal_nouns=words("ordinal_nouns"),
        present_verbs=words("present_verbs"),
        time_relations={normalise(word): relation for relation, word in _groups(values, "time_relations")},
        elapsed=words("elapsed"),
        time_prepositions=words("time_prepositions"),
        time_moments=words("time_moments"),
        time_spans={word: frozenset(links.split("/")) for word, links in _pairs(values.get("time_spans", "")).items()},
        time_things=words("time_things"),
        earlier=words("earlier"),
        later=words("later"),
        greeting=words("greeting"),
        thanks=words("thanks"),
        farewell=words("farewell"),
        fillers=words("fillers"),
        capitalised_words=words("capitalised_words"),
        months={word: int(month) for month, word in _groups(values, "months")},
        day_endings=words("day_endings"),
        date_links=words("date_links"),
        date_ranges=words("date_ranges"),
        day_links=words("day_links"),
        year_nouns=words("year_nouns"),
        year_endings=words("year_endings"),
        number_nouns=words("number_nouns"),
        number_signs=words("number_signs"),
        ordinal_endings=words("ordinal_endings"),
        abbreviations=_pairs(values.get("abbreviations", "")),
        multipliers=_numbers(values.get("multipliers", "")),
        signs=_pairs(values.get("signs", "")),
        stops=words("stops"),
        loaded=words("loaded"),
    )


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the small words of a language, in normalised spelling: none of them carries a question's subject."""
    known = lexicon(language)
    phrases = {*known.interrogatives, *known.greeting, *known.thanks, *known.farewell}
    single = {phrase for phrase in phrases if " " not in phrase}
    words = (
        known.question_stop_words | known.events | known.negations | known.auxiliaries | known.pronouns.keys() | single
    )
    return frozenset(map(normalise, words))


def in_any_language(choose: Callable[[Lexicon], frozenset[str]]) -> frozenset[str]:
    """Return a word class of all languages together, for texts whose language is not certain."""
    return frozenset().union(*(choose(lexicon(code)) for code in languages()))


def _items(value: str) -> Sequence[str]:
    """Return the items of a value: separated by commas if there are any, else by spaces."""
    return [item.strip() for item in value.split(",")] if "," in value else value.split()


def _groups(values: Mapping[str, str], name: str) -> Sequence[tuple[str, str]]:
    """Return the items of the keys "name.group", each with its group."""
    prefix = f"{name}."
    return [
        (key.removeprefix(prefix), item)
        for key, value in values.items()
        if key.startswith(prefix)
        for item in _items(value)
    ]


def _sets(groups: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Return each item with the set of its groups."""
    found: dict[str, set[str]] = {}
    for group, item in groups:
        found.setdefault(item, set()).add(group)
    return {item: frozenset(sets) for item, sets in found.items()}


def _pairs(value: str) -> Mapping[str, str]:
    """Return words, or signs, read from "short=long"."""
    pairs = (pair.partition("=") for pair in value.split())
    return {short: long for short, _, long in pairs}


def _classes(value: str) -> Mapping[str, str]:
    """Return each word with the first of its class, read from "word/other word"."""
    classes = (alike.split("/") for alike in value.split())
    return {word: alike[0] for alike in classes for word in alike}


def _numbers(value: str) -> Mapping[str, int]:
    """Return numbers in words, read from "word/other form=number"."""
    pairs = (pair.partition("=") for pair in value.split())
    return {word: int(number) for words, _, number in pairs for word in words.split("/")}
