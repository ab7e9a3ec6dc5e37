"""The facts and passages of a knowledge base, read and laid out for matching."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from knowledge.edtf import DateError, parse_edtf
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term, TermReader
from knowledge.language.tokenizer import sentences, tokenize
from knowledge.language.word_frequencies import forms, frequencies, random_texts, rarity
from knowledge.language.word_vectors import unit
from knowledge.matching.embedder import VECTOR, Embedder
from knowledge.matching.index_cache import BuiltIndex, give_back, load, path_in, save
from knowledge.model import Fact, KnowledgeBase, Unanswered
from knowledge.search.index_builder import TextRow, build
from knowledge.search.logit import PASSAGE_WEIGHTS
from knowledge.search.ragged import Floats
from knowledge.search.term_weights import background_share
from knowledge.spelling.corrector import SpellingCorrector

STATED = 0.85
"""What a word of the statement or the quotes counts against a word of a phrasing."""
SHORTEST_PREFIX = 5
ASKED_WITHIN, OPENING = 3, 6
"""Among so many first terms a question word is what a phrasing asks, and what it begins with."""
SELDOM = 0.01
"""What a smaller share of a fact's phrasings ask, it is not asked for: one odd phrasing of a hundred opens no door."""
_KEYWORDS = 4
PART_OF_NAME, NAME_INSIDE, NAME_OUTSIDE, PREFIX, SAME_TIME = 0.6, 0.7, 0.25, 0.75, 0.8
"""How similar are: a word and a name it is part of; a name and a longer one that holds it ("Smith", "the Smith family")
or the other way about; words of which one begins the other; two dates of which one covers the other."""
CONTENT = 0.35
"""The least rarity of a word that carries meaning."""
COMMON_NAME = 0.45
"""A name that this share of the facts has is the case's own: it tells no fact from another."""
EVERYDAY = 5.0
"""Words of at least this Zipf frequency are not worth telling a reader that the documents lack them."""
WORTH_KEEPING = 1000
"""Minimum number of phrasings of a base whose index is kept in the cache: a smaller one is soon built again."""
EMBEDDED = 8
"""So many phrasings of a fact in each language tell what it means."""
RANDOM_TEXTS = 64
"""So many texts about nothing tell what the vectors of a language have in common."""
_PROFILES = 4096


@dataclass(slots=True)
class Profile:
    """All that a fact's texts have: the keys of their terms and how much each counts, from 0 to 1."""

    dates: set[str]
    keys: dict[str, float] = field(default_factory=dict)
    spoken: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    """The same for the texts of each language: a word of one may look like another word of the other."""
    phrasings: int = 0
    languages: set[str] = field(default_factory=set)
    """The languages that its phrasings are in."""
    opening_counts: Counter[str] = field(default_factory=Counter)
    """How many phrasings begin with each question word; "" counts those that begin with none."""
    answer_types: set[str] = field(default_factory=set)
    """The question words that its phrasings begin with, but for odd ones, and those that ask for others."""
    focus_nouns: set[str] = field(default_factory=set)
    """The words that its phrasings put after "which" and "what is the"."""
    agents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """A word to the names that stand right before it: who does what."""


class Index:
    """The facts and the passages of a base, each as a ranker; the spelling corrector; and the profiles of facts.

    With a folder `cache`, what takes long to make is kept there in a file.
    """

    def __init__(self, base: KnowledgeBase, cache: Path | None = None, embedder: Embedder | None = None) -> None:
        self.base = base
        self.languages = base.case.languages
        self.reader = TermReader(base.case.names, self.languages)
        self.facts = tuple(base.facts.values())
        self.numbers = {fact.id: number for number, fact in enumerate(self.facts)}
        self.entries: tuple[Fact | Unanswered, ...] = (*self.facts, *base.unanswered)
        """Whatever a question may be: the facts, and after them the questions that the documents do not answer."""
        self.passages = tuple(passage for document in base.documents.values() for passage in document.passages)
        self.embedder = embedder
        self.spoken = frozenset(language for fact in self.facts for language in fact.questions)
        """The languages that phrasings are in."""
        built = self._built(cache)
        self.ranker = built.facts
        self._vectors = built.vectors
        self._language_means = built.language_means
        self.passage_ranker = built.passages
        self.corrector = SpellingCorrector(built.words, self.languages)
        self.profile = lru_cache(_PROFILES)(self._profile)

    def _built(self, cache: Path | None) -> BuiltIndex:
        """Return what takes long to make, from the cache where it pays."""
        texts = sum(len(questions) for entry in self.entries for questions in entry.questions.values())
        if cache is None or (texts < WORTH_KEEPING and not self.embedder):
            return self._make()
        path = path_in(cache, self._contents())
        built = load(path)
        if built is None:
            built = self._make()
            save(path, built)
        give_back()
        return built

    def _make(self) -> BuiltIndex:
        words = Counter(list(self.reader.names.words))
        facts = build(self._fact_rows(words), len(self.entries))
        passages = build(self._passage_rows(words), len(self.passages), PASSAGE_WEIGHTS)
        if self.embedder is None:
            return BuiltIndex(facts, passages, words)
        return BuiltIndex(facts, passages, words, *self._embed())

    def _embed(self) -> tuple[Floats, Floats]:
        """Return what each fact and unanswered question means, the mean of some of its phrasings, (all, 384).

        Also what texts of each language have in common here, (languages, 384), which is taken from each vector first:
        that they are in it, and the more facts there are the more, what the phrasings are all about.
        """
        assert self.embedder is not None, "the caller has looked"
        texts: list[str] = []
        owners: list[int] = []
        spoken: list[int] = []
        for number, entry in enumerate(self.entries):
            most = EMBEDDED if isinstance(entry, Fact) else EMBEDDED // 4
            some = [(code, asked) for code, own in entry.questions.items() for asked in _spread(own, most)]
            some = some or (list(entry.statement.items())[:1] if isinstance(entry, Fact) else [])
            texts += [clean(question) for _, question in some]
            owners += [number] * len(some)
            spoken += [self.languages.index(language) for language, _ in some]
        vectors = self.embedder.encode(texts)
        means = self._random_means()
        own = [vectors[np.equal(spoken, number)] for number in range(len(self.languages))]
        leans = [some.mean(axis=0) - mean for some, mean in zip(own, means, strict=True) if len(some)]
        usual = np.mean(leans, axis=0) if leans else np.zeros(VECTOR, np.float32)
        known = iter(leans)
        lean = np.stack([next(known) if len(some) else usual for some in own])
        means += lean * np.float32(1 - background_share(len(self.entries)))
        sums = np.zeros((len(self.entries), VECTOR), np.float32)
        np.add.at(sums, owners, unit(vectors - means[spoken]))
        return unit(sums), means

    def _random_means(self) -> Floats:
        """Return what texts of each language have in common by being in it, (languages, 384): texts about nothing."""
        assert self.embedder is not None, "the caller has looked"
        known = [self.embedder.encode(texts) for code in self.languages if (texts := random_texts(code, RANDOM_TEXTS))]
        usual = np.concatenate(known).mean(axis=0) if known else np.zeros(VECTOR, np.float32)
        means = iter(vectors.mean(axis=0) for vectors in known)
        return np.stack([next(means) if forms(code) else usual for code in self.languages])

    def meaning(self, question: str, language: str) -> Floats | None:
        """Return how near a corrected question is to each fact and unanswered question by meaning, from 0 to 1.

        None without an embedder.
        """
        if self.embedder is None or self._vectors is None or self._language_means is None:
            return None
        vector = unit(self.embedder.encode([question])[0] - self._language_means[self.languages.index(language)])
        near: Floats = np.clip(self._vectors @ vector, 0.0, 1.0)
        return near

    def _contents(self) -> Iterator[object]:
        """Yield all that the built index depends on, as JSON can hold it."""
        yield [self.languages, self.embedder.name if self.embedder else ""]
        yield [[name.id, name.spellings, dict(name.label)] for name in self.base.case.names]
        for entry in self.entries:
            yield [entry.id, isinstance(entry, Fact), list(self._texts(entry))]
        for passage in self.passages:
            yield [self.base.documents[passage.document_id].language, passage.text]

    def _fact_rows(self, words: Counter[str]) -> Iterator[TextRow]:
        for number, entry in enumerate(self.entries):
            for language, text, is_phrasing in self._texts(entry):
                yield TextRow(number, self._read(text, language, words), language, is_phrasing)

    def _passage_rows(self, words: Counter[str]) -> Iterator[TextRow]:
        for number, passage in enumerate(self.passages):
            language = self.base.documents[passage.document_id].language
            for sentence in sentences(passage.text):
                yield TextRow(number, self._read(sentence, language, words), language)

    def _read(self, text: str, language: str, words: Counter[str]) -> Sequence[Term]:
        cleaned = clean(text)
        tokens = tokenize(cleaned, language)
        words.update(token.word for token in tokens)
        return self.reader.terms(tokens, cleaned, language)

    def _texts(self, entry: Fact | Unanswered) -> Iterable[tuple[str, str, bool]]:
        """Return the texts of a fact or an unanswered question: language, text, and whether it is a phrasing."""
        for language, questions in entry.questions.items():
            for question in questions:
                yield language, question, True
        if isinstance(entry, Unanswered):
            return
        for language, statement in entry.statement.items():
            yield language, statement, False
        for citation in entry.citations:
            yield self.base.documents[citation.document_id].language, citation.quote, False

    def _profile(self, number: int) -> Profile:
        fact = self.facts[number]
        profile = Profile({fact.date.text} if fact.date else set())
        asks = Counter[str]()
        for language, text, is_phrasing in self._texts(fact):
            terms = self.reader.read(clean(text), language)
            strength = 1.0 if is_phrasing else STATED
            for term in terms:
                for keys in (profile.keys, profile.spoken[language]):
                    keys[term.key] = max(strength, keys.get(term.key, 0.0))
                if term.kind is Kind.DATE:
                    profile.dates.add(term.key[1:])
            for names, word in agent_pairs(terms, language):
                profile.agents[word].update(names)
            if is_phrasing:
                profile.phrasings += 1
                profile.languages.add(language)
                profile.opening_counts[opening_word(terms)] += 1
                asks.update(question_words(terms, ASKED_WITHIN))
                profile.focus_nouns.update(focus_nouns(terms, language) or _nouns(terms, language))
        profile.answer_types = {word for word, count in asks.items() if count >= SELDOM * profile.phrasings}
        profile.keys.setdefault(f"#{fact.asserted_by}", STATED)
        return profile

    def has_content(self, term: Term, language: str) -> bool:
        """Whether a term carries meaning: it is neither a question word nor an everyday word."""
        if term.kind is Kind.WORD:
            return term.word not in function_words(language) and rarity(term.key, language) >= CONTENT
        return term.kind not in {Kind.INTERROGATIVE, Kind.NEUTRAL}

    def is_unknown(self, term: Term, language: str) -> bool:
        """Whether a term is one that neither the facts nor the documents have, and worth saying so."""
        match term.kind:
            case Kind.DATE:
                return not any(date_fits(term.key[1:], [date]) for date in self._dates)
            case Kind.NUMBER | Kind.NAME:
                return not self._has(term.key)
            case Kind.WORD if language not in self.spoken:
                return False
            case Kind.WORD:
                everyday = frequencies(language).get(term.key.lstrip("¬"), 0.0) >= EVERYDAY
                return not everyday and not self._has(term.key.lstrip("¬"))
            case _:
                return False

    def having(self, key: str) -> int:
        """Return how many facts have a key."""
        return self.ranker.having(key, len(self.facts))

    def _has(self, key: str) -> bool:
        """Whether the facts or the documents have a key."""
        return any(self.having(form) or form in self.passage_ranker for form in (key, f"¬{key}"))

    @cached_property
    def _dates(self) -> frozenset[str]:
        """The dates of all facts and of their texts, as EDTF."""
        named = (key[1:] for key in self.ranker.keys if key[0] == "=" and self.having(key))
        return frozenset((*named, *(fact.date.text for fact in self.facts if fact.date)))

    def is_common_name(self, key: str) -> bool:
        """Whether so many facts have a name that it tells none from another."""
        return self.having(key) >= COMMON_NAME * len(self.facts)

    def similar(self, term: Term) -> dict[str, float]:
        """Return the keys of the base that a term may stand for, each with a similarity from 0 to 1."""
        key = term.key
        near = dict.fromkeys(self._inflections(key), PREFIX)
        near.update(dict.fromkeys(self.reader.names.parts_of(term.word, key), PART_OF_NAME))
        near.update(dict.fromkeys(self.reader.names.holders.get(key, ()), NAME_INSIDE))
        near.update(dict.fromkeys(self.reader.names.held.get(key, ()), NAME_OUTSIDE))
        if term.kind is Kind.DATE:
            near.update((f"={date}", SAME_TIME) for date in self._dates if date_fits(key[1:], [date]))
        near[key] = 1.0
        return near

    def _inflections(self, key: str) -> Iterable[str]:
        if key[0].isalpha() and len(key) >= SHORTEST_PREFIX:
            return (other for other in self._by_prefix.get(key[:SHORTEST_PREFIX], ()) if _share_a_stem(key, other))
        return ()

    @cached_property
    def _by_prefix(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for key in self.ranker.keys:
            if key[0].isalpha() and len(key) >= SHORTEST_PREFIX:
                table[key[:SHORTEST_PREFIX]].append(key)
        return table


def _spread(questions: Sequence[str], count: int) -> Sequence[str]:
    """Return at most so many of some questions, evenly spread."""
    step = max(1, -(-len(questions) // count))
    return questions[::step]


def question_words(terms: Sequence[Term], within: int) -> set[str]:
    """Return the question words among the first terms of a question; further on they only join clauses."""
    return {term.key for term in terms[:within] if term.kind is Kind.INTERROGATIVE}


def opening_word(terms: Sequence[Term]) -> str:
    """Return the first question word among the first terms of a question; "" where there is none."""
    return next((term.key for term in terms[:OPENING] if term.kind is Kind.INTERROGATIVE), "")


def focus_nouns(terms: Sequence[Term], language: str) -> set[str]:
    """Return the word that "which ..." or "what is the ..." asks for, in a set; an empty set where there is none."""
    known = lexicon(language)
    for position, term in enumerate(terms[:3]):
        if term.word in known.wh_determiners:
            following = (other for other in terms[position + 1 : position + 5] if other.word not in known.copulas)
            noun = next(following, None)
            small = noun is None or noun.kind is not Kind.WORD or noun.word in function_words(language)
            return set() if noun is None or small else {noun.key}
    return set()


def _nouns(terms: Sequence[Term], language: str) -> set[str]:
    """Return the first and last word of a phrasing that is no question but a few keywords: one of them is its head."""
    if any(term.kind in {Kind.INTERROGATIVE, Kind.NEUTRAL} for term in terms) or len(terms) > _KEYWORDS:
        return set()
    words = [term.key for term in terms if term.kind is Kind.WORD and term.word not in function_words(language)]
    return {*words[:1], *words[-1:]}


def agent_pairs(terms: Sequence[Term], language: str) -> Iterable[tuple[tuple[str, ...], str]]:
    """Return pairs of names and a word: who does what ("Smith ordered"), whom a thing comes from ("orders from").

    Of names side by side ("the Norland court ordered") any may be the one who does it.
    """
    small = function_words(language)
    names: tuple[str, ...] = ()
    for position, term in enumerate(terms):
        names = (*names, term.key) if term.kind is Kind.NAME else ()
        if not names:
            continue
        for following in terms[position + 1 : position + 3]:
            if following.kind is Kind.WORD and following.word not in small:
                yield names, following.key
            if following.kind is not Kind.WORD or following.word not in small:
                break
        before = terms[max(0, position - 2) : position]
        if len(before) == 2 and before[1].word in lexicon(language).agent_prepositions and before[0].kind is Kind.WORD:
            yield (term.key,), f"{before[0].key}<"


def date_fits(asked: str, dates: Iterable[str]) -> bool:
    """Whether one of some dates (EDTF) lies within the date that is asked for; a vaguer one does not confirm it."""
    try:
        period = parse_edtf(asked)
        known = [parse_edtf(date) for date in dates]
    except DateError:
        return False
    return any(period.first <= date.first and date.last <= period.last for date in known)


def _share_a_stem(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= 3
