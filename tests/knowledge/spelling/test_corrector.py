"""What the correction of typing errors promises: what was meant is found, and what was right stays as it is."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.language.lexicon import function_words
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import Token, tokenize
from knowledge.language.word_frequencies import forms
from knowledge.matching.fact_index import Index
from knowledge.spelling.candidates import FuzzyDictionary
from knowledge.spelling.corrector import MAX_CORRECTIONS, MAX_LIKELIHOOD, Correction, SpellingCorrector
from knowledge.spelling.keyboard import MIN_EDIT_COST, edit_cost
from tests.knowledge.harbour import harbour

CORRECTOR = Index(harbour()).corrector
LETTERS = {"en": "abcdefghijklmnopqrstuvwxyz", "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя"}
LEXICON = {code: [word for word in forms(code) if word.isalpha()][::15] for code in ("en", "ru")}
DICTIONARIES = {code: FuzzyDictionary(words) for code, words in LEXICON.items()}
COMMON = {
    code: [word for word, zipf in forms(code).items() if zipf >= 4.5 and len(word) > 2] for code in ("en", "ru", "uk")
}
KEYS = {
    "en": "qwertyuiop[]asdfghjkl;'zxcvbnm,.",
    "ru": "йцукенгшщзхъфывапролджэячсмитьбю",
    "uk": "йцукенгшщзхїфівапролджєячсмитьбю",
}
BESIDE = ("qw", "as", "nm", "sx", "gb", "op", "йц", "ол", "пи", "фі", "жє", "щз")
FAR = ("qp", "al", "zm", "ep", "tx", "цю", "ах", "єм", "її", "од")


def corrected(text: str, language: str = "en", corrector: SpellingCorrector = CORRECTOR) -> str:
    return correct(text, language, corrector)[0]


def correct(text: str, language: str = "en", corrector: SpellingCorrector = CORRECTOR) -> tuple[str, Mapping[str, str]]:
    return read(text, language, corrector)[:2]


def read(text: str, language: str = "en", corrector: SpellingCorrector = CORRECTOR) -> Correction:
    cleaned = clean(text)
    return corrector.correct(cleaned, tokenize(cleaned, language), language)


def in_layout(text: str, own: str, other: str) -> str:
    """Return a text as it comes out if its keys are struck in another layout."""
    return text.casefold().translate(str.maketrans(KEYS[own], KEYS[other]))


def slipped(draw: st.DrawFn, word: str, letters: str) -> str:
    """Return a word with one letter left out, put in, replaced, doubled, or swapped with the next."""
    place = draw(st.integers(0, len(word)))
    letter = draw(st.sampled_from(letters))
    left, here, right = word[:place], word[place : place + 1], word[place + 1 :]
    ways = (left + right, left + letter + here + right, left + letter + right, left + here + here + right)
    return draw(st.sampled_from((*ways, left + right[:1] + here + right[1:])))


@st.composite
def slips(draw: st.DrawFn, most: int = 3) -> tuple[str, str, str]:
    """Draw a language, a word of it, and the word with a few slips."""
    code = draw(st.sampled_from(sorted(LEXICON)))
    word = typed = draw(st.sampled_from(LEXICON[code]))
    for _ in range(draw(st.integers(1, most))):
        typed = slipped(draw, typed, LETTERS[code]) or typed
    return code, word, typed


@settings(max_examples=80)
@given(slips(), st.integers(0, 3))
def test_looking_words_up_by_their_letters_loses_none_that_are_near(slip: tuple[str, str, str], edits: int) -> None:
    code, _, typed = slip
    distances = {word: OSA.distance(typed, word) for word in LEXICON[code]}
    near = {word: distance for word, distance in distances.items() if distance <= edits and edits}
    wholly_other = {word for word, distance in near.items() if distance >= max(2, len(word))}
    expected = {word: distance for word, distance in near.items() if word not in wholly_other}
    assert dict(DICTIONARIES[code].within(typed, edits)) == expected


@pytest.mark.parametrize("length", [1, 2, 39, 40, 41, 45, 46, 300])
def test_very_short_and_very_long_words_are_looked_up_too(length: int) -> None:
    words = ["a", "ab", "b" * 39, "b" * 40, "b" * 42, "b" * 46]
    near = dict(FuzzyDictionary(words).within("b" * length, 2))
    scan = {word: abs(len(word) - length) for word in words[2:] if abs(len(word) - length) <= 2}
    assert {word: near[word] for word in near if len(word) > 2} == (scan if length <= 40 else {})


def test_nothing_is_near_in_an_empty_dictionary() -> None:
    assert FuzzyDictionary(()).within("licence", 2) == []


@settings(max_examples=200)
@given(slips())
def test_a_slip_costs_nothing_where_there_is_none_and_else_at_least_the_least_for_each_edit(
    slip: tuple[str, str, str],
) -> None:
    _, word, typed = slip
    edits = OSA.distance(typed, word)
    assert edit_cost(word, word) == 0.0
    assert (edit_cost(typed, word) > 0.0) == (typed != word)
    assert edit_cost(typed, word) >= MIN_EDIT_COST * edits - 1e-9
    assert edit_cost(typed, word) <= 1.2 * edits + 0.3 + 1e-9


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("liccence", "licence", 0.5),
        ("comittee", "committee", 0.6),
        ("licemce", "licence", 0.6),
        ("licenmce", "licence", 0.75),
        pytest.param("licemnce", "licence", 0.75),
        ("lcience", "licence", 0.8),
        ("licece", "licence", 0.9),
        ("licpence", "licence", 1.0),
        ("licepce", "licence", 1.2),
        ("kicence", "licence", 0.9),
        ("л", "ло", 0.9),
    ],
)
def test_each_kind_of_slip_has_its_cost(typed: str, meant: str, cost: float) -> None:
    assert edit_cost(typed, meant) == pytest.approx(cost)


def test_a_second_slip_adds_what_it_costs_alone() -> None:
    doubled = edit_cost("demonnic", "demonic")
    assert edit_cost("deqmonnic", "demonic") == pytest.approx(doubled + edit_cost("deqmonic", "demonic"))


@given(
    st.sampled_from(BESIDE), st.sampled_from(FAR), st.booleans(), st.text("wкґ", max_size=4), st.text("wкґ", max_size=4)
)
def test_the_key_beside_the_right_one_is_a_likelier_slip_than_a_far_one(
    beside: str, far: str, turned: bool, left: str, right: str
) -> None:
    one, other = (beside[1], beside[0]) if turned else (beside[0], beside[1])
    cost = edit_cost(f"{left}{one}{right}", f"{left}{other}{right}")
    assert cost < edit_cost(left + far[0] + right, left + far[1] + right) or far[0] == far[1]
    assert cost == pytest.approx(0.6 if left else 0.9)


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


@settings(max_examples=60)
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


@settings(max_examples=120)
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


@settings(max_examples=40)
@given(st.text(max_size=200), st.sampled_from(("en", "ru", "uk")))
def test_correcting_and_retyping_are_the_same_each_time(text: str, language: str) -> None:
    cleaned = clean(text)
    assert CORRECTOR.retyped(cleaned) == CORRECTOR.retyped(cleaned)
    assert correct(cleaned, language) == correct(cleaned, language)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn", "привет"),
        ("gjxtve jnrfpfkb d kbwtypbb", "почему отказали в лицензии"),
        ("Crjkmrj ;fkj, gjlfkf", "сколько жалоб подала"),
        ("xjve dslvjdbkb d kswtyps]", "чому відмовили в ліцензії"),
        ("рщц ьфтн сщьздфштеы вшв Ьфкыр ашду", "how many complaints did marsh file"),
        ("pochemu upravlenie otkazalo", "почему управление отказало"),
        pytest.param("prichina otkaza v litsenzii", "причина отказа в лицензии"),
        ("skolko zhalob podala", "сколько жалоб подала"),
        ("prichina otkaza v licenzii", "причина отказа в лицензии"),
        ("Chomu upravlinnya portu vidmovylo?", "чому управління порту відмовило"),
        ("prychyna vidmovy v litsenziyi", "причина відмови в ліцензії"),
    ],
)
def test_the_wrong_keyboard_layout_and_russian_in_latin_letters_are_recognised(typed: str, meant: str) -> None:
    assert CORRECTOR.retyped(clean(typed)) == meant


@pytest.mark.parametrize(
    ("own", "other", "text"),
    [
        ("en", "ru", "why was the licence refused"),
        ("en", "ru", "who rejected the complaints of the captain"),
        ("en", "uk", "why was the licence refused"),
        pytest.param("en", "uk", "why did the harbour refuse the licence"),
        pytest.param("en", "uk", "was he a lawyer"),
        ("ru", "en", "почему отказали в лицензии"),
        ("ru", "en", "что было раньше и что потом"),
        ("uk", "en", "чому відмовили в ліцензії"),
        pytest.param("uk", "en", "чим працював він у порту"),
    ],
)
def test_a_text_struck_in_another_layout_is_read_as_it_was_meant(own: str, other: str, text: str) -> None:
    assert CORRECTOR.retyped(in_layout(text, own, other)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Why did the Harbour Office refuse the licence?",
        "Почему Управление порта отказало в лицензии?",
        "Чому Управління порту відмовило в ліцензії?",
        "why",
        "Хто?",
        "What did Aurora do in Норландия?",
        "wht did thye rjetc the licecne",
        "qwxz vbnk",
        "2019",
        "",
        " ?! ",
    ],
)
def test_a_text_in_the_right_layout_or_in_none_is_returned_unchanged(text: str) -> None:
    assert CORRECTOR.retyped(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["б", "жэх", "Ю?"])
def test_letters_are_not_taken_for_signs(text: str) -> None:
    assert CORRECTOR.retyped(text) == text


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
