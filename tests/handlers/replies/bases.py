"""Bases of any texts and with a changed fact, and what Telegram takes of a reply."""

from dataclasses import replace

from hypothesis import strategies as st

from handlers.replies.fitting import COPY_LIMIT, MESSAGE_LIMIT, Reply, units
from knowledge.edtf import parse_edtf
from knowledge.model import Case, Change, Citation, Document, Fact, KnowledgeBase, Name, Passage, Topic
from tests.fake_telegram.html_parser import parse_html
from tests.support.shipped import shipped

BASE = shipped()


LANGUAGES = ("en", "ru", "uk")


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=80)


LONG = st.builds(
    lambda text, times: (text + " ") * times,
    TEXTS | st.text("<>&\"'", min_size=1, max_size=40) | st.text("😀 ", min_size=1, max_size=40),
    st.integers(1, 200),
)


def base_of(statement: str, quote: str, title: str, url: str) -> KnowledgeBase:
    """Return a base of one fact made of the given texts."""
    text = f"before\n\n{quote}\n\nafter"
    start = text.index(quote)
    passages = (
        Passage("d", 1, 0, 6, "before"),
        Passage("d", 2, start, start + len(quote), quote),
        Passage("d", 3, len(text) - 5, len(text), "after"),
    )
    document = Document(
        "d", title, parse_edtf("2020-05-02"), "P & Sons", "en", url, "", text, passages, {"en": statement}
    )
    fact = Fact(
        "f",
        "t",
        {"en": statement},
        "n",
        (Citation("d", quote, start, start + len(quote)),),
        {"en": (statement,)},
        parse_edtf("2020-05-01"),
        {"en": statement},
    )
    name = Name("n", "body", {"en": statement}, ())
    case = Case("c", {"en": title}, {"en": statement}, ("en",), "en", (Topic("t", {"en": statement}),), (name,))
    return KnowledgeBase(case, {"d": document}, {"f": fact})


def check(reply: Reply) -> str:
    """Return the text of a reply that Telegram would take."""
    text, _ = parse_html(reply.html)
    assert units(reply.html) <= MESSAGE_LIMIT
    assert text.strip()
    for row in reply.buttons:
        assert row
        for button in row:
            assert button.text.strip()
            assert sum(map(bool, (button.data, button.copy, button.share))) == 1
            assert len(button.data.encode()) <= 64
            assert units(button.copy) <= COPY_LIMIT
            assert units(button.share) <= 256
    return text


def changed_base(kind: str) -> KnowledgeBase:
    """Return a base of three facts, of which the first is changed."""
    base = base_of("The pier", "the quote", "A title", "https://example.org/")
    fact = replace(
        base.facts["f"], statement={"en": "The pier is shut."}, questions={"en": ("Is the pier open?",)}, derived={}
    )
    other = replace(fact, id="g", statement={"en": "It has a gate."}, questions={"en": ("What gate?",)}, related=("f",))
    last = replace(other, id="h", related=())
    change = Change(parse_edtf("2020-06-01"), kind, {"en": "The note was false."})
    return replace(base, facts={"f": replace(fact, change=change), "g": other, "h": last})
