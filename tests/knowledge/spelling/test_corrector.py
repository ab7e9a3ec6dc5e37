"""What the correction of typing errors promises: what was meant is found, and what was right stays as it is."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.lexicon import function_words
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import Token, tokenize
from knowledge.language.word_frequencies import forms
from knowledge.matching.fact_index import Index
from knowledge.spelling.corrector import MAX_CORRECTIONS, MAX_LIKELIHOOD, Correction, SpellingCorrector
from tests.knowledge.harbour import harbour
from tests.knowledge.spelling.slips import slips

CORRECTOR = Index(harbour()).corrector
COMMON = {
    code: [word for word, zipf in forms(code).items() if zipf >= 4.5 and len(word) > 2] for code in ("en", "ru", "uk")
}


def corrected(text: str, language: str = "en", corrector: SpellingCorrector = CORRECTOR) -> str:
    return correct(text, language, corrector)[0]


def correct(text: str, language: str = "en", corrector: SpellingCorrector = CORRECTOR) -> tuple[str, Mapping[str, str]]:
    return read(text, language, corrector)[:2]


def read(text: str, language: str = "en", corrector: SpellingCorrector = CORRECTOR) -> Correction:
    cleaned = clean(text)
    return corrector.correct(cleaned, tokenize(cleaned, language), language)


@pytest.mark.parametrize(
    ("typed", "meant", "slips"),
    [
        ("why did they refues teh licence", "why did they refuse the licence", {"refuse": "refues", "the": "teh"}),
        ("the liccence was refused", "the licence was refused", {"licence": "liccence"}),
        ("how many complaaints", "how many complaints", {"complaints": "complaaints"}),
        ("an dthe licence", "and the licence", {"and": "an dthe", "the": "an dthe"}),
        ("tha tis the licence", "that is the licence", {"that": "tha tis", "is": "tha tis"}),
        ("was thelicence refused", "was the licence refused", {"the": "thelicence", "licence": "thelicence"}),
        ("was the lic ence refused", "was the licence refused", {"licence": "lic ence"}),
        ("an, dthe licence", "an, the licence", {"the": "dthe"}),
        ("Teh licence", "The licence", {"the": "Teh"}),
        ("Why did Helen Mrash complain?", "Why did Helen Marsh complain?", {"marsh": "Mrash"}),
        ("the captian, of the ship!", "the captain, of the ship!", {"captain": "captian"}),
    ],
)
def test_typing_errors_are_corrected_and_what_was_typed_is_told(typed: str, meant: str, slips: dict[str, str]) -> None:
    assert correct(typed) == (meant, slips)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Whyrefused Aurora?", "Why refused Aurora?"), ("whyrefused", "why refused"), ("Wh yrefused", "Why refused")],
)
def test_a_word_gets_a_capital_letter_only_where_one_was_typed(typed: str, meant: str) -> None:
    assert corrected(typed) == meant


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("ru", "почему отказали в лицезнии", "почему отказали в лицензии"),
        ("ru", "отказали влицензии", "отказали в лицензии"),
        ("ru", "скольк ожалоб", "сколько жалоб"),
        ("ru", "Хелен Мраш подала", "Хелен Марш подала"),
        ("uk", "чмоу відмовили в ліцензії", "чому відмовили в ліцензії"),
        ("uk", "відмовили вліцензії", "відмовили в ліцензії"),
    ],
)
def test_russian_and_ukrainian_are_corrected_too(language: str, typed: str, meant: str) -> None:
    assert corrected(typed, language) == meant


def test_a_word_of_the_base_is_likelier_than_one_that_only_the_language_has() -> None:
    for word in ("leader", "ladder", "lander"):
        assert corrected("the lader", corrector=SpellingCorrector({word: 3}, ("en",))) == f"the {word}"
    assert corrected("the hulk", corrector=SpellingCorrector({"hull": 5}, ("en",))) == "the hulk"


@pytest.mark.parametrize("word", ["rider", "border", "elder", "ordeal"])
def test_a_real_word_is_not_bent_to_one_that_the_base_has(word: str) -> None:
    corrector = SpellingCorrector({"order": 50, "rides": 9, "older": 9}, ("en",))
    assert corrected(f"was the {word} late", corrector=corrector) == f"was the {word} late"


@pytest.mark.parametrize("word", [pytest.param(word) for word in ("or", "if", "as", "my")])
def test_a_real_word_of_two_letters_is_not_bent(word: str) -> None:
    assert corrected(f"ship {word} crew") == f"ship {word} crew"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("ru", "что сделали с лицензией"),
        pytest.param("ru", "жалобы к суду"),
        ("ru", "я и он в порту, а у капитана лицензия"),
        pytest.param("uk", "з якого року ліцензія"),
        ("uk", "чи є ліцензія у капітана і в порту"),
        ("en", "I am a captain"),
    ],
)
def test_words_of_one_letter_stay_and_bend_no_neighbour(language: str, text: str) -> None:
    assert corrected(text, language) == text


@pytest.mark.parametrize(
    "name",
    [
        "Marlowe",
        "Rowan",
        "Mackintosh",
        "Freedonia",
        "Tuttle",
        pytest.param("Orlova"),
    ],
)
def test_an_unknown_name_inside_a_sentence_is_not_bent_to_a_word_that_is_not_like_one_of_the_base(name: str) -> None:
    for text in (f"Why did {name} refuse the licence?", f"Why did the captain {name} complain?"):
        assert correct(text) == (text, {})


def test_a_name_two_slips_away_from_an_ordinary_word_of_the_base_stays_and_one_slip_is_mended() -> None:
    corrector = SpellingCorrector({"freedoms": 3, "committee": 2}, ("en",))
    assert read("what did Freedonia say", "en", corrector).text == "what did Freedonia say"
    assert read("what did the Comittee say", "en", corrector).text == "what did the Committee say"


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "putin"), ("en", "angola"), ("en", "france"), ("ru", "германия"), ("ru", "путина"), ("uk", "польщі")],
)
def test_a_name_in_small_letters_is_not_bent_either(language: str, name: str) -> None:
    assert correct(f"licence {name}", language)[0].split()[1] == name


def test_a_british_spelling_is_a_word() -> None:
    assert corrected("did the labour party honour its defence programme") == (
        "did the labour party honour its defence programme"
    )


def test_a_word_of_the_base_that_may_have_been_meant_instead_is_kept_in_mind() -> None:
    corrector = SpellingCorrector({"water": 3, "after": 9, "rates": 1, "copper": 1}, ("en",))
    text, _, alternatives, low_confidence = read("the awter", "en", corrector)
    assert text in {"the water", "the after"}
    (word,), (others,) = alternatives.keys(), alternatives.values()
    assert {word, *others} >= {"water", "after"}
    assert not low_confidence


def test_a_word_that_only_looks_like_one_stays_and_what_may_have_been_meant_is_kept_in_mind() -> None:
    corrector = SpellingCorrector({"missing": 2}, ("en",))
    assert corrector.knows("missiing", "en"), "its stem is a word's"
    assert read("is it missiing", "en", corrector)[:3] == (
        "is it missiing",
        {},
        {"missiing": {"missing": MAX_LIKELIHOOD}},
    )


def test_a_word_far_from_any_stays_as_it_was_typed_and_what_may_have_been_meant_is_kept_in_mind() -> None:
    assert read("the licnece") == ("the licence", {"licence": "licnece"}, {}, frozenset())
    text, original, alternatives, low_confidence = read("the qexuked")
    assert text == "the qexuked"
    assert not original
    assert low_confidence == {"qexuked"}
    assert "refused" in alternatives["qexuked"]


def test_a_slip_that_begins_a_sentence_is_corrected_though_a_name_would_not_be() -> None:
    assert corrected("Refues the licence") == "Refuse the licence"
    assert corrected("the Wjy") == "the Wjy"


@pytest.mark.parametrize(
    "text", ["1234 and 3 May 2019", "12th complaint", "on 03.05.2019", "ships 7 to 9", "№ 33", "1e5", "no 4711?"]
)
def test_numbers_stay(text: str) -> None:
    assert correct(text) == (clean(text), {})


def test_of_many_unknown_words_only_the_first_are_corrected() -> None:
    text = corrected("licnece " * (MAX_CORRECTIONS + 5))
    assert text.split() == ["licence"] * MAX_CORRECTIONS + ["licnece"] * 5


@given(st.data())
def test_a_text_of_known_words_is_the_same_text(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(sorted(COMMON)))
    small = sorted(word for word in function_words(language) if len(word) > 1)
    word = st.sampled_from(COMMON[language]) | st.sampled_from(small)
    text = " ".join(data.draw(st.lists(word, min_size=1, max_size=8)))
    assert correct(text, language) == (text, {})
    assert CORRECTOR.retyped(text) == text


WORDS = st.sampled_from("licence refused The Harbour did почему ліцензії 2019 a i с —".split())
UTTERANCES = st.lists(WORDS | st.text(max_size=12) | slips().map(lambda slip: slip[2]), max_size=12).map(" ".join)


@given(UTTERANCES | st.text(max_size=120), st.sampled_from(("en", "ru", "uk")))
def test_no_text_raises_and_only_unknown_words_and_their_neighbours_change(text: str, language: str) -> None:
    cleaned = clean(CORRECTOR.retyped(clean(text)))
    tokens = tokenize(cleaned, language)
    result, original, alternatives, low_confidence = CORRECTOR.correct(cleaned, tokens, language)
    assert low_confidence <= alternatives.keys() - original.keys()
    assert all(0 < likelihood <= MAX_LIKELIHOOD for others in alternatives.values() for likelihood in others.values())
    unknown = [number for number, token in enumerate(tokens) if not is_known(token, language)]
    left_alone = Counter(
        token.word for number, token in enumerate(tokens) if not {number - 1, number, number + 1} & set(unknown)
    )
    assert left_alone <= Counter(token.word for token in tokenize(result, language))
    assert (result == cleaned) == (not original)
    unknown_words = {tokens[number].surface for number in unknown}
    for piece in original.values():
        assert piece in cleaned
        assert any(word in piece for word in unknown_words), "a piece of the text with nothing unknown in it is changed"


def is_known(token: Token, language: str) -> bool:
    """Whether a token is a number, or a word of the base or the language that is long enough to tell."""
    if len(token.word) < 3:
        return token.word in function_words(language) or not token.word.isalpha()
    return CORRECTOR.knows(token.word, language) or not token.word.isalpha()


@given(st.text(max_size=200), st.sampled_from(("en", "ru", "uk")))
def test_correcting_and_retyping_are_the_same_each_time(text: str, language: str) -> None:
    cleaned = clean(text)
    assert CORRECTOR.retyped(cleaned) == CORRECTOR.retyped(cleaned)
    assert correct(cleaned, language) == correct(cleaned, language)


def words_of(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def test_a_word_that_is_more_frequent_in_the_base_wins() -> None:
    few, many = words_of(["hall"]), words_of(["hull"] * 50)
    assert corrected("the hlll", corrector=SpellingCorrector(few | many, ("en",))) == "the hull"
    assert (
        corrected("the hlll", corrector=SpellingCorrector(words_of(["hall"] * 50) | words_of(["hull"]), ("en",)))
        == "the hall"
    )


@pytest.mark.parametrize(("typed", "meant"), [("abtract", "abstract"), ("oflaw", "of law")])
def test_a_word_is_split_only_where_a_short_part_is_a_frequent_word(typed: str, meant: str) -> None:
    corrector = SpellingCorrector(Counter({"ab": 9, "tract": 9, "abstract": 1, "law": 9}), ("en",))
    assert corrected(typed, corrector=corrector) == meant
