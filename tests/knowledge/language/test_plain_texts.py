"""A text of plain words is looked up word by word, and is read as one that is split into tokens."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import TermReader
from knowledge.language.tokenizer import tokenize
from knowledge.model import Name

NAMES = (
    Name("smith", "person", {"en": "John Smith"}, ("Smith",)),
    Name("usa", "place", {"en": "United States"}, ("US", "USA")),
    Name("bank", "organisation", {"en": "Bank of the North"}, ()),
)
READER = TermReader(NameIndex(NAMES, ("en", "ru")))
ENGLISH = "what was the reason why not how many did he never refuse US us Smith bank No 5 million hundred 5th XIV mr."
RUSSIAN = "что почему не отказали сколько человек г-н Смит пять миллионов № 7 век в какие какой причине с. Л."
WORDS = [*ENGLISH.split(), *RUSSIAN.split(), "%", "$", "art.", "ст.", "don't"]


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), st.sampled_from(["en", "ru", "uk"]))
def test_a_text_is_read_alike_whether_or_not_all_its_words_are_plain(text: str, language: str) -> None:
    for written in (clean(text), clean(text).capitalize(), clean(text).upper()):
        tokens = tokenize(written, language)
        words, terms = READER.read_words(written, language)
        assert [*words] == [token.word for token in tokens]
        assert terms == READER.terms(tokens, written, language)


def test_a_question_phrase_among_plain_words_is_one_term_at_its_full_length() -> None:
    words, terms = READER.read_words("Then what was the reason of it", "en")
    assert [*words] == "then what was the reason of it".split()
    assert [term.word for term in terms] == ["then", "what was the reason", "of", "it"]
    assert terms[1].key == "@why"
