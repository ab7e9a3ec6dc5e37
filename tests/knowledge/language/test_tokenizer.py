"""What the reading of text promises: equal things written differently compare equal, and no text is too hostile."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.detection import detect_language
from knowledge.language.normalisation import clean, normalise
from knowledge.language.stemmer import stem
from knowledge.language.tokenizer import sentences, tokenize

LANGUAGES = ("en", "ru", "uk")


def words(text: str, language: str = "en") -> list[str]:
    return [token.word for token in tokenize(clean(text), language)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S. officials", "US officials"),
        ("Grin's list", "Grin list"),
        ("No 33rd", "No 33"),
        ("ещё", "еще"),
        ("обʼєднання", "об'єднання"),
        ("café", "cafe\u0301"),
        ("Ｗｈｙ", "why"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_different_spellings_of_one_thing_give_the_same_words(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_cyrillic_letters_slipped_into_a_latin_word_are_folded() -> None:
    assert normalise("mаgnitsky") == "magnitsky"  # the first "а" is Cyrillic
    assert normalise("рocсия") == "россия"  # the "oc" is Latin


def test_letters_that_make_a_different_word_in_cyrillic_stay() -> None:
    assert normalise("Київ") == "київ"
    assert normalise("йод") == "йод"


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", ("refuse", "refused", "refusal", "refusing")),
        ("ru", ("жалоба", "жалобы", "жалоб", "жалобу")),
        ("uk", ("скарга", "скарги", "скаргу", "скаргою")),
        ("uk", ("відмовила", "відмовили", "відмовив", "відмова", "відмови")),
    ],
)
def test_forms_of_a_word_share_a_stem(language: str, forms: tuple[str, ...]) -> None:
    assert len({stem(form, language) for form in forms}) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("why did they refuse", "en"),
        ("почему отказали", "ru"),
        ("чому відмовили", "uk"),
        ("хто це", "uk"),
        ("кто это", "ru"),
        ("коли", "uk"),
        ("когда", "ru"),
        ("перша справа", "uk"),
        ("первая жалоба", "ru"),
        ("12.05.2019", None),
        ("🙂🙂", None),
    ],
)
def test_the_language_is_read_off_the_script_and_the_words(text: str, language: str | None) -> None:
    assert detect_language(clean(text), LANGUAGES) == language


@given(st.text(max_size=300))
def test_offsets_of_tokens_point_into_the_cleaned_text(text: str) -> None:
    cleaned = clean(text)
    for token in tokenize(cleaned, "en"):
        assert cleaned[token.start : token.end] == token.surface
        assert token.word


@given(st.text(max_size=300))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_no_more_than_the_limit_is_read_of_a_hostile_text() -> None:
    started = time.process_time()
    for hostile in ("a" + "\u0301\u0315\u05ae" * 20_000, "😀" * 60_000, "ﬃ" * 60_000, "(" * 64_000, "1." * 32_000):
        assert len(clean(hostile, 512)) <= 512
    assert time.process_time() - started < 1.0


def test_a_text_is_split_where_sentences_end() -> None:
    text = (
        'The UK refused. "We see no obstacle!" Mr. Grin (No. 33) said so. Суд отказал… Почему? It is 3.5 km, e.g. here.'
    )
    assert sentences(text) == [
        "The UK refused.",
        '"We see no obstacle!"',
        "Mr. Grin (No. 33) said so.",
        "Суд отказал…",
        "Почему?",
        "It is 3.5 km, e.g. here.",
    ]


@given(st.text(alphabet='Ab.!?"» \n', max_size=60))
def test_sentences_lose_nothing_of_a_text_but_the_space_between_them(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
