"""What the ranking promises: the arithmetic of the plain ranker, and what a phrasing does for its own fact."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import exp, inf
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import Term, TermReader
from knowledge.language.word_frequencies import forms
from knowledge.search import ngrams
from knowledge.search.index_builder import TextRow, build
from knowledge.search.logit import EXACT_LOG_ODDS, EXACT_OVERLAP, FACT_WEIGHTS, PASSAGE_WEIGHTS, RankingWeights
from knowledge.search.query import COVERAGE, NGRAM_COSINE, OVERLAP_F1, SENTENCE_COSINE, WORD_COSINE, Query, Ranking
from knowledge.search.ranker import FIRST_STAGE_SIZE, Ranker
from tests.knowledge.search.plain_ranker import PlainRanker, cut, gram_text_of
from tests.support.dirty_stack import dirty_stack

READER = TermReader(NameIndex((), ("en",)))
PLAIN_WORDS = tuple(
    "licence refused refuse ship harbour court captain rejected complaint crew repaired hull winter safety port filed"
    " judge letter answer asked minister list order rider bank paid tax the of was who why".split()
)
WORDS = (*PLAIN_WORDS, "what", "when", "not", "12", "7", "2019")
NEAR = 1e-5


class Texts(NamedTuple):
    """The texts of one fact: its phrasings, and a statement or ""."""

    phrasings: tuple[str, ...]
    statement: str = ""


def texts_of(words: Sequence[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(words), min_size=1, max_size=most).map(" ".join)


def questions_of(words: Sequence[str]) -> st.SearchStrategy[str]:
    return texts_of(words, 6).filter(lambda text: bool(read(text)))


def bases_of(words: Sequence[str]) -> st.SearchStrategy[list[Texts]]:
    phrasings = st.lists(texts_of(words, 6), min_size=1, max_size=4).map(tuple)
    return st.lists(st.builds(Texts, phrasings, st.just("") | texts_of(words, 9)), min_size=3, max_size=8)


def grams_and_buckets(texts: Sequence[str]) -> tuple[set[str], set[int]]:
    """Return all grams of some texts, and the buckets they fall into: as many, unless two fall into one."""
    return {gram for text in texts for gram in cut(text)}, {
        bucket for text in texts for bucket in ngrams.count(text)[0].tolist()
    }


def apart(words: Sequence[str]) -> Sequence[str]:
    """Return words of whose texts no two grams fall into one bucket; a gram is of two neighbours at most."""
    chosen: list[str] = []
    known: set[str] = set()
    filled: set[int] = set()
    for word in words:
        pairs = [ngrams.gram_text(pair) for other in (*chosen, word) for pair in ((word, other), (other, word))]
        strings, buckets = grams_and_buckets(pairs)
        if len(known | strings) == len(filled | buckets):
            chosen.append(word)
            known |= strings
            filled |= buckets
    return chosen


PHRASINGS, QUESTIONS, BASES = texts_of(WORDS, 6), questions_of(WORDS), bases_of(WORDS)
WORDS_APART = apart(WORDS)
NUMBERS = st.integers(0, 7)
SHARES = st.sampled_from((0.0, 0.2, 0.5, 0.9, 1.0))
TWINS = [Texts(("licence",))] * 3


def read(text: str) -> tuple[Term, ...]:
    return READER.read(clean(text), "en")


def rows(base: Sequence[Texts]) -> list[TextRow]:
    return [
        TextRow(number, read(text), "en", is_phrasing)
        for number, fact in enumerate(base)
        for text, is_phrasing in (*((phrasing, True) for phrasing in fact.phrasings), (fact.statement, False))
        if text
    ]


def ranker_of(base: Sequence[Texts], ranking_weights: RankingWeights = FACT_WEIGHTS) -> Ranker:
    return build(rows(base), len(base), ranking_weights)


def query(
    ranker: Ranker | PlainRanker, question: str, similar: Mapping[str, Mapping[str, float]] | None = None
) -> Query:
    terms = read(question)
    weights = {term.key: ranker.weight(term, "en") for term in terms}
    vector = ranker.vector_of(terms, "en")
    array = None if vector is None else np.array(vector, np.float32)
    return Query(weights, similar or {}, gram_text_of(terms), array)


def rank(ranker: Ranker, asked: Query, meaning: NDArray[np.float32] | None = None) -> Ranking:
    """Rank with a dirty stack; no finite number may become an infinite one, or set a flag as if it did."""
    given = [*ranker.arrays.values(), meaning, asked.vector]
    assert all(np.isfinite(array).all() for array in given if array is not None)
    with np.errstate(invalid="raise", divide="raise", over="raise"):
        dirty_stack()
        ranking = ranker.rank(asked, sentence_cosine=meaning)
    assert np.isfinite(ranking.features).all()
    assert np.isfinite(ranking.probabilities).all()
    return ranking


def ranked(base: Sequence[Texts], question: str) -> Ranking:
    ranker = ranker_of(base)
    return rank(ranker, query(ranker, question))


def with_phrasing(base: Sequence[Texts], number: int, phrasing: str) -> list[Texts]:
    fact = base[number]
    return [*base[:number], fact._replace(phrasings=(*fact.phrasings, phrasing)), *base[number + 1 :]]


def place(ranking: Ranking, fact: int) -> float:
    facts = ranking.facts.tolist()
    return facts.index(fact) if fact in facts else inf


def chosen(base: Sequence[Texts], number: int) -> int:
    """Return the number of one of the facts, for any number."""
    return number % len(base)


def features(ranking: Ranking, fact: int) -> tuple[float, ...]:
    at = place(ranking, fact)
    return (0.0,) * 5 if at == inf else tuple(ranking.features[int(at)].tolist())


def probability(ranking: Ranking, fact: int) -> float:
    at = place(ranking, fact)
    return 0.0 if at == inf else float(ranking.probabilities[int(at)])


def fits(ranking: Ranking) -> dict[int, tuple[float, ...]]:
    """Return the overlap and coverage features by fact, of the facts that have a word of the question."""
    pairs = (tuple(row[:NGRAM_COSINE]) for row in ranking.features.tolist())
    return {fact: pair for fact, pair in zip(ranking.facts.tolist(), pairs, strict=True) if any(pair)}


def as_array(meaning: list[float] | None) -> NDArray[np.float32] | None:
    return None if meaning is None else np.array(meaning, np.float32)


def similar_keys(data: st.DataObject, ranker: Ranker, question: str) -> dict[str, dict[str, float]]:
    some = st.dictionaries(st.sampled_from(sorted(ranker.keys)), st.sampled_from((0.25, 0.6, 0.75, 0.8)), max_size=2)
    return {term.key: data.draw(some) for term in read(question)}


@given(BASES, QUESTIONS, st.data())
def test_how_phrasings_fit_and_texts_cover_a_question_is_as_the_plain_ranker_says(
    base: list[Texts], question: str, data: st.DataObject
) -> None:
    ranking_weights = data.draw(st.sampled_from((FACT_WEIGHTS, PASSAGE_WEIGHTS)))
    ranker, plain = ranker_of(base, ranking_weights), PlainRanker(rows(base), len(base), ranking_weights)
    similar = similar_keys(data, ranker, question)
    asked, plainly_asked = query(ranker, question, similar), query(plain, question, similar)
    assert asked.weights == pytest.approx(plainly_asked.weights, abs=NEAR)
    expected = {match.fact: (match.overlap_f1, match.coverage) for match in plain.rank(plainly_asked) if match.coverage}
    assert fits(rank(ranker, asked)) == {fact: pytest.approx(pair, abs=NEAR) for fact, pair in expected.items()}


@given(bases_of(WORDS_APART), questions_of(WORDS_APART), st.data())
def test_the_ranking_is_that_of_the_plain_ranker(base: list[Texts], question: str, data: st.DataObject) -> None:
    strings, buckets = grams_and_buckets(
        [gram_text_of(row.terms) for row in rows(base)] + [gram_text_of(read(question))]
    )
    assert len(strings) == len(buckets)
    ranking_weights = data.draw(st.sampled_from((FACT_WEIGHTS, PASSAGE_WEIGHTS)))
    ranker, plain = ranker_of(base, ranking_weights), PlainRanker(rows(base), len(base), ranking_weights)
    similar = similar_keys(data, ranker, question)
    meaning = data.draw(st.none() | st.lists(SHARES, min_size=len(base), max_size=len(base)))
    ranking = rank(ranker, query(ranker, question, similar), as_array(meaning))
    expected = {match.fact: match for match in plain.rank(query(plain, question, similar), meaning)}
    assume(not any(abs(match.overlap_f1 - EXACT_OVERLAP) < NEAR for match in expected.values()))
    assert set(ranking.facts.tolist()) == set(expected)
    in_order = [expected[fact] for fact in ranking.facts.tolist()]
    assert ranking.features[:, WORD_COSINE].tolist() == pytest.approx(
        [match.word_cosine for match in in_order], abs=2e-3
    )
    assert ranking.features[:, SENTENCE_COSINE].tolist() == pytest.approx([match.sentence_cosine for match in in_order])
    assert ranking.features[:, NGRAM_COSINE].tolist() == pytest.approx(
        [match.ngram_cosine for match in in_order], abs=1e-4
    )
    probabilities = [match.probability for match in in_order]
    assert ranking.probabilities.tolist() == pytest.approx(probabilities, abs=1e-3)
    assert all(one >= other - NEAR for one, other in pairwise(probabilities))


@given(st.lists(texts_of(WORDS, 9), min_size=1, max_size=6))
def test_how_many_facts_have_a_key_is_as_the_plain_ranker_says(texts: list[str]) -> None:
    base = [Texts((), text) if number % 2 else Texts((text,)) for number, text in enumerate(texts)]
    ranker, plain = ranker_of(base), PlainRanker(rows(base), len(base))
    for key in {term.key for word in WORDS for term in read(word)} | set(ranker.keys):
        assert ranker.having(key) == plain.having(key)
        assert (key in ranker) == (plain.having(key) > 0)
        assert [ranker.has(fact, key) for fact in range(len(base))] == [key in keys for keys in plain.profiles]


@given(st.lists(PHRASINGS, min_size=1, max_size=5))
def test_the_grams_of_a_text_do_not_depend_on_the_texts_beside_it(texts: list[str]) -> None:
    spellings = [ngrams.gram_text(text.split()) for text in texts]
    owners, buckets, counts = ngrams.count_rows(spellings)
    for number, text in enumerate(spellings):
        alone, times = ngrams.count(text)
        assert buckets[owners == number].tolist() == alone.tolist()
        assert counts[owners == number].tolist() == times.tolist()


@pytest.mark.parametrize("count", range(1, 40))
def test_no_number_of_facts_makes_the_arithmetic_read_what_it_never_wrote(count: int) -> None:
    assert len(ranked([Texts(("licence",))] * count, "licence").facts) == min(count, 10)


def test_facts_of_the_same_texts_are_equally_probable() -> None:
    probabilities = ranked(TWINS, "licence").probabilities.tolist()
    assert probabilities == pytest.approx([probabilities[0]] * 3, abs=NEAR)


def test_grams_of_many_words_are_spread_over_the_buckets_as_evenly_as_by_chance() -> None:
    text = ngrams.gram_text(list(forms("en"))[:20_000])
    share = len(cut(text)) / ngrams.BUCKETS
    filled = len(ngrams.count(text)[0]) / ngrams.BUCKETS
    assert filled > 0.97 * (1 - exp(-share))


@given(BASES, QUESTIONS, st.data())
def test_features_and_probabilities_are_shares_and_some_chance_is_left_for_none(
    base: list[Texts], question: str, data: st.DataObject
) -> None:
    ranker = ranker_of(base)
    meaning = data.draw(st.none() | st.lists(SHARES, min_size=len(base), max_size=len(base)))
    ranking = rank(ranker, query(ranker, question, similar_keys(data, ranker, question)), as_array(meaning))
    assert all(0.0 <= value <= 1.0 for row in ranking.features.tolist() for value in row)
    assert all(0.0 <= value <= 1.0 for value in ranking.probabilities.tolist())
    assert sum(ranking.probabilities.tolist()) <= 1.0 + 1e-6
    assert 0.0 <= ranking.known <= 1.0 + 1e-6
    assert ranking.probabilities.tolist() == sorted(ranking.probabilities.tolist(), reverse=True)
    assert len(set(ranking.facts.tolist())) == len(ranking.facts)


@given(BASES, QUESTIONS, PHRASINGS, NUMBERS)
def test_adding_any_phrasing_never_lowers_how_well_its_fact_fits_and_covers_a_question(
    base: list[Texts], question: str, phrasing: str, number: int
) -> None:
    # The weights that fall are those of words the fact lacked: these weigh in the question, not in its own phrasings.
    # What is typical of it, and so its probability and its place, may fall; and so may all this by similar words.
    number = chosen(base, number)
    before, after = ranked(base, question), ranked(with_phrasing(base, number, phrasing), question)
    assert features(after, number)[OVERLAP_F1] >= features(before, number)[OVERLAP_F1] - NEAR
    assert features(after, number)[COVERAGE] >= features(before, number)[COVERAGE] - NEAR


@given(BASES, QUESTIONS, st.data())
def test_adding_a_phrasing_in_words_that_its_fact_has_changes_no_weight_and_no_other_fact(
    base: list[Texts], question: str, data: st.DataObject
) -> None:
    number = data.draw(st.integers(0, len(base) - 1))
    words = " ".join((*base[number].phrasings, base[number].statement)).split()
    phrasing = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=5)))
    assume({term.key for term in read(phrasing)} <= {term.key for row in rows([base[number]]) for term in row.terms})
    before, after = ranked(base, question), ranked(with_phrasing(base, number, phrasing), question)
    assert features(after, number)[OVERLAP_F1] >= features(before, number)[OVERLAP_F1] - NEAR
    assert features(after, number)[COVERAGE] == pytest.approx(features(before, number)[COVERAGE], abs=NEAR)
    others = {fact: pair for fact, pair in fits(before).items() if fact != number}
    assert {fact: pair for fact, pair in fits(after).items() if fact != number} == {
        fact: pytest.approx(pair, abs=NEAR) for fact, pair in others.items()
    }


@given(BASES, QUESTIONS, NUMBERS)
@example(TWINS, "licence", 0)
def test_adding_the_question_as_a_phrasing_never_lowers_the_place_or_the_probability_of_its_fact(
    base: list[Texts], question: str, number: int
) -> None:
    number = chosen(base, number)
    before, after = ranked(base, question), ranked(with_phrasing(base, number, question), question)
    assert place(after, number) <= place(before, number)
    assert probability(after, number) >= probability(before, number) - NEAR
    assert features(after, number)[:NGRAM_COSINE] == pytest.approx((1.0, 1.0), abs=NEAR)


@given(BASES, QUESTIONS, NUMBERS)
def test_only_facts_that_fit_as_exactly_or_are_far_more_typical_come_before_one_with_the_question_as_a_phrasing(
    base: list[Texts], question: str, number: int
) -> None:
    number = chosen(base, number)
    ranking = ranked(with_phrasing(base, number, question), question)
    own = features(ranking, number)
    for fact in ranking.facts.tolist()[: int(place(ranking, number))]:
        other = features(ranking, fact)
        lead = EXACT_LOG_ODDS + FACT_WEIGHTS.overlap_f1 * (1 - other[OVERLAP_F1])
        assert (
            other[OVERLAP_F1] >= EXACT_OVERLAP
            or FACT_WEIGHTS.ngram_cosine * (other[NGRAM_COSINE] - own[NGRAM_COSINE]) >= lead - 1e-3
        )


def test_the_fact_with_the_question_as_a_phrasing_is_first_whatever_its_many_other_phrasings_are() -> None:
    others = tuple(" ".join(PLAIN_WORDS[start : start + 4]) for start in range(5, 25))
    base = [Texts(("refused licence the ship of",)), Texts((*others, "refused licence the ship")), Texts(("tax",))]
    assert ranked(base, "refused licence the ship").facts[0] == 1


@given(
    BASES,
    st.lists(st.sampled_from(PLAIN_WORDS), min_size=1, max_size=6).flatmap(
        lambda words: st.tuples(st.just(words), st.permutations(words))
    ),
    st.sampled_from((str.upper, str.title, str.capitalize, str.swapcase, str.casefold)),
    st.sampled_from(("?", "!", ".", "...", " ?", "?!", "")),
)
def test_order_capitals_and_final_marks_do_not_change_how_phrasings_fit_and_texts_cover_a_question(
    base: list[Texts], orders: tuple[list[str], list[str]], spell: Callable[[str], str], marks: str
) -> None:
    ranker = ranker_of(base)
    one, other = (" ".join(words) for words in orders)
    as_asked, otherwise = (fits(rank(ranker, query(ranker, text))) for text in (one, spell(other) + marks))
    assert otherwise == {fact: pytest.approx(pair, abs=NEAR) for fact, pair in as_asked.items()}


@pytest.mark.parametrize("question", ["sourdough bread", "8", "how many", "???", "", "not"])
def test_a_question_with_no_word_of_the_base_and_none_near_finds_nothing(question: str) -> None:
    ranking = ranked([Texts(("refused licence",)), Texts(("paid tax",), "who paid")], question)
    assert (len(ranking.facts), len(ranking.features), len(ranking.probabilities)) == (0, 0, 0)
    assert ranking.known == 0.0


def test_a_question_in_other_words_finds_the_fact_whose_words_are_near_in_meaning() -> None:
    base = [Texts(("who paid the tax",)), Texts(("was the licence refused",)), Texts(("when was the hull repaired",))]
    ranking = ranked(base, "permit denied")
    assert ranking.facts[0] == 1
    assert features(ranking, 1)[WORD_COSINE] > 0.3
    assert features(ranking, 1)[:NGRAM_COSINE] == (0.0, 0.0)
    assert ranking.probabilities[0] < 0.5


def test_a_base_of_one_fact_finds_it_by_a_phrasing_and_hardly_by_one_small_word() -> None:
    base = [Texts(("why was the licence refused",))]
    whole, small = ranked(base, "why was the licence refused"), ranked(base, "the judge of the bank")
    assert whole.facts.tolist() == small.facts.tolist() == [0]
    assert whole.features[0].tolist() == pytest.approx([1, 1, 1, 1, 0], abs=2e-3)
    assert whole.probabilities[0] > 0.99
    assert small.probabilities[0] < 0.2


def test_a_base_without_facts_finds_nothing() -> None:
    assert ranked([], "why was the licence refused").facts.tolist() == []


def test_a_fact_without_phrasings_is_ranked_by_its_statement() -> None:
    base = [
        Texts(("who paid the tax",)),
        Texts((), "the captain repaired the hull in winter"),
        Texts(("captain of the ship",), "the crew repaired nothing"),
        Texts(()),
    ]
    ranking = ranked(base, "captain repaired hull in winter")
    assert ranking.facts.tolist()[:2] == [1, 2]
    overlap_f1, coverage, ngram_cosine, *_ = features(ranking, 1)
    assert overlap_f1 == 0.0
    assert coverage == pytest.approx(1.0)
    assert ngram_cosine > 0.5
    assert 3 not in ranking.facts.tolist()


def test_all_that_stands_for_one_word_of_a_question_counts_no_more_than_that_word() -> None:
    ranker = ranker_of([Texts(("ship harbour port captain hull crew",)), Texts(("tax paid",))])
    near = {key: 0.75 for word in ("harbour", "port", "hull") for key in (term.key for term in read(word))}
    asked = query(ranker, "ship", {"ship": near})
    row = sum(ranker.weight(term, "en") for term in read("ship harbour port captain hull crew"))
    own = ranker.weight(read("ship")[0], "en")
    overlap_f1, coverage, *_ = features(rank(ranker, asked), 0)
    assert overlap_f1 == pytest.approx(2 * own / (own + row), abs=NEAR)
    assert coverage == 1.0


def test_a_statement_counts_less_than_a_phrasing_in_what_is_typical() -> None:
    base = [
        Texts(("who paid the tax",), "captain repaired hull"),
        Texts(("captain repaired hull",), "who paid the tax"),
        Texts(("licence refused",)),
    ]
    ranking = ranked(base, "captain repaired hull")
    assert features(ranking, 1)[NGRAM_COSINE] > 2 * features(ranking, 0)[NGRAM_COSINE]


@cache
def many(count: int, *words: str) -> tuple[Texts, ...]:
    """Return facts with one phrasing each: some words and one of its own."""
    own = [word for word in forms("en") if len(word) > 6 and len(read(f"{word} port")) == 2]
    return tuple(Texts((" ".join((*words, word)),)) for word in own[:count])


@pytest.mark.parametrize("number", [0, 150, 299])
def test_a_fact_is_found_by_its_own_word_among_more_than_are_compared(number: int) -> None:
    base = many(300, "licence", "refused")
    ranking = ranked(base, f"was the licence {base[number].phrasings[0].split()[-1]} refused")
    assert len(base) > FIRST_STAGE_SIZE
    assert ranking.facts[0] == number


@pytest.mark.parametrize("number", [0, 500, 999])
def test_a_short_phrasing_word_for_word_finds_its_fact_among_many_that_have_all_its_words(number: int) -> None:
    others = many(999, "licence", "refused")
    base = [*others[:number], Texts(("licence refused",)), *others[number:]]
    assert ranked(base, "licence refused").facts[0] == number
