"""Fact index: the facts and passages of a knowledge base, read and built for ranking."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

from knowledge.cached_files import NO_SHELF, TABLES, Shelf
from knowledge.language.lexicon import function_words
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term, TermReader, keys_of_shared
from knowledge.language.tokenizer import sentences
from knowledge.language.word_frequencies import frequencies, rarity
from knowledge.language.word_vectors import unit
from knowledge.matching.embedder import Embedder
from knowledge.matching.event_words import profile_of
from knowledge.matching.evidence import PART_OF_NAME
from knowledge.matching.fact_vectors import vectors_of
from knowledge.matching.index_cache import BuiltIndex, give_back, load, path_in, save
from knowledge.matching.profiles import Profile, date_fits
from knowledge.matching.word_forms import WordForms
from knowledge.model import Fact, KnowledgeBase, Unanswered
from knowledge.search.index_builder import TextRow, build
from knowledge.search.logit import PASSAGE_WEIGHTS
from knowledge.search.ragged import Floats
from knowledge.spelling.corrector import SpellingCorrector

NAME_INSIDE, NAME_OUTSIDE, SAME_TIME = 0.7, 0.25, 0.8
"""Similarity of a name and a longer one that holds it ("Smith", "the Smith family"), and the other way about; of two
dates of which one covers the other. Arbitrary."""
_MIN_CONTENT_RARITY = 0.35
"""Minimum rarity of a word that carries meaning; arbitrary."""
_COMMON_NAME_SHARE = 0.45
"""Minimum share of the facts that have a name which is the case's own: it tells no fact from another. Arbitrary."""
_EVERYDAY = 5.0
"""Threshold: words of this Zipf frequency are not worth telling a reader that the documents lack them. Arbitrary."""
MIN_CACHED_PHRASINGS = 1000
"""Minimum number of phrasings of a base whose index is kept in the cache: a smaller one is soon built again."""
MIN_CACHED_PROFILE = 30
"""Minimum number of phrasings of a fact whose profile is kept with the index: of fewer it takes 3 ms to read them."""
_MAX_PROFILES = 4096
"""Maximum number of profiles in memory; arbitrary."""


class Index:
    """The facts and the passages of a base, each as a ranker; the spelling corrector; and the profiles of facts.

    With a folder `cache`, what takes long to make is kept there in a file. Questions change nothing in it but what is
    read when it is first needed, and kept.
    """

    def __init__(self, base: KnowledgeBase, cache: Path | None = None, embedder: Embedder | None = None) -> None:
        self.base = base
        self.languages = base.case.languages
        self.facts = tuple(base.facts.values())
        self.numbers = {fact.id: number for number, fact in enumerate(self.facts)}
        self.entries: tuple[Fact | Unanswered, ...] = (*self.facts, *base.unanswered)
        """Whatever a question may be: the facts, and after them the questions that the documents do not answer."""
        self.passages = tuple(passage for document in base.documents.values() for passage in document.passages)
        self.embedder = embedder
        self.spoken = frozenset(language for fact in self.facts for language in fact.questions)
        """The languages that phrasings are in."""
        self._built, shelf = self._load_or_build(cache)
        self.reader = TermReader(self._built.names)
        self.ranker = self._built.facts
        self.passage_ranker = self._built.passages
        self._word_forms = WordForms(self.ranker.keys, self.languages, self.has)
        self.corrector = SpellingCorrector(self._built.words, self.languages, shelf, self.reader.names.has_form)
        self.language_of_word = self._built.languages
        """Each word that texts of one language alone have here, to that language."""
        self._profile = lru_cache(_MAX_PROFILES)(self._read_profile)

    def _load_or_build(self, cache: Path | None) -> tuple[BuiltIndex, Shelf]:
        """Return what takes long to make, from the cache where it pays, and where to keep what is made of it later."""
        texts = sum(len(questions) for entry in self.entries for questions in entry.questions.values())
        if cache is None or (texts < MIN_CACHED_PHRASINGS and not self.embedder):
            return self._build(), NO_SHELF
        path = path_in(cache, self._contents())
        built = load(path)
        if built is None:
            built = self._build()
            save(path, built)
        give_back()
        return built, Shelf(cache / TABLES, path.stem.removeprefix("index-"))

    def _build(self) -> BuiltIndex:
        names = NameIndex(self.base.case.names, self.languages)
        reader, words = TermReader(names), Counter(list(names.words))
        spoken: defaultdict[str, set[str]] = defaultdict(set)
        profiles: dict[int, str] = {}
        facts = build(self._fact_rows(reader, words, spoken, profiles), len(self.entries))
        passages = build(self._passage_rows(reader, words), len(self.passages), PASSAGE_WEIGHTS)
        vectors, means = vectors_of(self.embedder, self.entries, self.languages) if self.embedder else (None, None)
        return BuiltIndex(names, facts, passages, words, _languages_of(spoken), profiles, vectors, means)

    def sentence_cosines(self, question: str, language: str) -> Floats | None:
        """Return the cosine of a corrected question with each entry by meaning, (entries,), from 0 to 1.

        None without an embedder.
        """
        vectors, means = self._built.vectors, self._built.language_means
        if self.embedder is None or vectors is None or means is None:
            return None
        vector = unit(self.embedder.encode([question])[0] - means[self.languages.index(language)])
        near: Floats = np.clip(vectors @ vector, 0.0, 1.0)
        return near

    def _contents(self) -> Iterator[Sequence[str]]:
        """Yield all that the built index depends on, as rows of texts."""
        yield [self.embedder.name if self.embedder else "", *self.languages]
        for name in self.base.case.names:
            yield [name.id, name.kind, str(len(name.spellings)), *name.spellings, *chain(*name.label.items())]
        for entry in self.entries:
            told = ("fact", entry.asserted_by, entry.date.text if entry.date else "") if isinstance(entry, Fact) else ()
            texts = ((language, text, str(is_phrasing)) for language, text, is_phrasing in self._texts(entry))
            yield [entry.id, *told, *chain.from_iterable(texts)]
        for passage in self.passages:
            yield [self.base.documents[passage.document_id].language, passage.text]

    def _fact_rows(
        self, reader: TermReader, words: Counter[str], spoken: Mapping[str, set[str]], profiles: dict[int, str]
    ) -> Iterator[TextRow]:
        for number, entry in enumerate(self.entries):
            phrasings = sum(map(len, entry.questions.values()))
            profile = profile_of(entry, reader) if isinstance(entry, Fact) and phrasings >= MIN_CACHED_PROFILE else None
            for language, text, is_phrasing in self._texts(entry):
                terms = _read(reader, text, language, words)
                spoken[language].update([term.word for term in terms])
                if profile:
                    profile.add(terms, language, is_phrasing)
                yield TextRow(number, terms, language, is_phrasing)
            if profile:
                profiles[number] = profile.packed()

    def _passage_rows(self, reader: TermReader, words: Counter[str]) -> Iterator[TextRow]:
        for number, passage in enumerate(self.passages):
            language = self.base.documents[passage.document_id].language
            for sentence in sentences(passage.text):
                yield TextRow(number, _read(reader, sentence, language, words), language)

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

    def profile(self, fact_id: str) -> Profile:
        """Return the profile of a fact; raises KeyError where there is no such fact."""
        return self._profile(self.numbers[fact_id])

    def _read_profile(self, number: int) -> Profile:
        if packed := self._built.profiles.get(number):
            return Profile.unpacked(packed)
        profile = profile_of(self.facts[number], self.reader)
        for language, text, is_phrasing in self._texts(self.facts[number]):
            profile.add(self.reader.read(clean(text), language), language, is_phrasing)
        return profile

    def has_content(self, term: Term, language: str) -> bool:
        """Whether a term carries meaning: it is neither a question word nor an everyday word."""
        if term.kind is Kind.WORD:
            return term.word not in function_words(language) and rarity(term.key, language) >= _MIN_CONTENT_RARITY
        return term.kind not in {Kind.INTERROGATIVE, Kind.NEUTRAL}

    def is_unknown(self, term: Term, language: str) -> bool:
        """Whether a term is one that neither the facts nor the documents have."""
        match term.kind:
            case Kind.DATE:
                return not any(date_fits(term.key[1:], [date]) for date in self._dates)
            case Kind.NUMBER:
                return not self.has(term.key)
            case Kind.NAME:
                return not any(map(self.has, (term.key, *keys_of_shared(term.key))))
            case Kind.WORD if language not in self.spoken:
                return False
            case Kind.WORD:
                everyday = frequencies(language).get(term.key.lstrip("¬"), 0.0) >= _EVERYDAY
                key = term.key.lstrip("¬")
                return not everyday and not self.has(key) and not self._word_forms.same_word(key)
            case _:
                return False

    def having(self, key: str) -> int:
        """Return the number of facts that have a key."""
        return self.ranker.having(key, len(self.facts))

    def has(self, key: str) -> bool:
        """Whether the facts or the documents have a key."""
        return any(self.having(form) or form in self.passage_ranker for form in (key, f"¬{key}"))

    @cached_property
    def _dates(self) -> frozenset[str]:
        """The dates of all facts and of their texts, as EDTF."""
        named = (key[1:] for key in self.ranker.keys if key[0] == "=" and self.having(key))
        return frozenset((*named, *(fact.date.text for fact in self.facts if fact.date)))

    def is_common_name(self, key: str) -> bool:
        """Whether too many facts have a name for it to tell one from another."""
        return self.having(key) >= _COMMON_NAME_SHARE * len(self.facts)

    def weight(self, term: Term, language: str) -> float:
        """Return the weight of a term, from 0 to 1: that of the word in the base, by whatever stem the base has it."""
        stems = () if self.having(term.key) else self._word_forms.same_word(term.key)
        return max(self.ranker.weight(term._replace(key=key), language) for key in stems or (term.key,))

    def forms(self, term: Term) -> dict[str, float]:
        """Return the keys of the base that a term may stand for, each with a similarity from 0 to 1."""
        key = term.key
        near = self._word_forms.similar(key)
        parts = self.reader.names.parts_of(term.word, key, term.named) if term.kind is Kind.WORD else {}
        near.update({name: PART_OF_NAME * chance for name, chance in parts.items()})
        near.update(dict.fromkeys(self.reader.names.holders.get(key, ()), NAME_INSIDE))
        near.update(dict.fromkeys(self.reader.names.held.get(key, ()), NAME_OUTSIDE))
        if term.kind is Kind.DATE:
            near.update((f"={date}", SAME_TIME) for date in self._dates if date_fits(key[1:], [date]))
        near.update(dict.fromkeys(keys_of_shared(key), PART_OF_NAME))
        near[key] = 1.0
        return near


def _read(reader: TermReader, text: str, language: str, words: Counter[str]) -> Sequence[Term]:
    """Return the terms of a text, and count its words."""
    found, terms = reader.read_words(clean(text), language)
    words.update(found)
    return terms


def _languages_of(spoken: Mapping[str, set[str]]) -> Mapping[str, str]:
    """Return the language of each word that texts of one language alone have, given the words of each."""
    shared = Counter(chain.from_iterable(spoken.values()))
    return {word: language for language, words in spoken.items() for word in words if shared[word] == 1}
