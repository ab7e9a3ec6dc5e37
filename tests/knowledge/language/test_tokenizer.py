"""What the reading of text promises: equal things written differently compare equal, and no text is too hostile."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.detection import detect_language
from knowledge.language.normalisation import clean, normalise
from knowledge.language.stemmer import stem
from knowledge.language.tokenizer import sentences, tokenize
from tests.support.limits import BLOW_UP

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
        ("во\u0301дка", "водка"),
        ("п\u00b4ять", "п'ять"),
        ("п\u2018ять", "п'ять"),
        ("п\u2032ять", "п'ять"),
        ("§ 4, 2009\u00b2", "§ 4, 2009"),
        ("№№ 8", "No 8"),
        ("17\u00a0250", "17250"),
        ("17\u202f250", "17250"),
        ("17,250", "17250"),
        ("17.250", "17250"),
        ("17'250", "17250"),
        ("17 250 000", "17250000"),
        ("2,5", "2.5"),
        ("2.50", "2.5"),
        ("глава XIV", "глава 14"),
        ("глава ХІV", "глава 14"),
        ("part VII", "part 7"),
        ("21st", "21"),
        ("21-ша", "21"),
        ("21-ї", "21"),
        ("21-ую", "21"),
        ("21-ым", "21"),
        ("д\u02bcять", "д'ять"),
        ("д`ять", "д'ять"),
        ("д\uff07ять", "д'ять"),
        ("йод", "и\u0306од"),
        ("ї", "\u0456\u0308"),
        ("са\u00adду", "саду"),
    ],
)
def test_different_spellings_of_one_thing_give_the_same_words(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("language", "short", "long"),
    [
        ("ru", "ст. 210 ч. 4", "статья 210 часть 4"),
        ("ru", "п. 7", "пункт 7"),
        ("ru", "п. «б» ч. 2", "пункт «б» часть 2"),
        ("ru", "60 руб.", "60 рублей"),
        ("uk", "60 грн", "60 гривня"),
        ("ru", "8 %", "8 процентов"),
        ("uk", "ст. 15", "стаття 15"),
        ("en", "Art. 15", "Article 15"),
        ("en", "para. 3", "paragraph 3"),
        ("en", "€40", "euro 40"),
    ],
)
def test_an_abbreviation_before_a_number_and_a_sign_are_words(language: str, short: str, long: str) -> None:
    stems = [[token.stem for token in tokenize(clean(text), language)] for text in (short, long)]
    assert stems[0] == stems[1]


@pytest.mark.parametrize(("text", "kept"), [("ст. дома", "ст"), ("I came", "i"), ("MIX", "mix"), ("CIVIL", "civil")])
def test_what_only_looks_like_an_abbreviation_or_a_numeral_stays(text: str, kept: str) -> None:
    assert words(text, "ru")[0] == kept


@pytest.mark.parametrize(("one", "other"), [("police", "policy"), ("evening", "even")])
def test_words_that_are_alike_stay_apart(one: str, other: str) -> None:
    assert stem(one, "en") != stem(other, "en")


def test_the_last_digits_of_a_number_are_no_number() -> None:
    assert "250" not in words("17 250 people")


def test_no_sentence_ends_at_an_abbreviation() -> None:
    whole = ["По ст. 9 г. Тверь не платит.", "По ч. 2 платит."]
    assert sentences(" ".join(whole)) == whole
    whole = ["У м. Суми на вул. Лісовій дощ.", "Так."]
    assert sentences(" ".join(whole)) == whole
    whole = ["See para. 7 of Dec. 2014.", "Dr. House left Messrs. Hill and Co. here."]
    assert sentences(" ".join(whole))[:1] == whole[:1]


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
    assert time.process_time() - started < BLOW_UP


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
