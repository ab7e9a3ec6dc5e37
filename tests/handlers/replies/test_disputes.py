"""Of a disputed fact both sides are told, each with who asserts it and its passage."""

from dataclasses import replace

import pytest
from hypothesis import given

from handlers.ports import NOBODY
from handlers.replies.acts import render_act
from handlers.replies.answers import render_answer
from handlers.replies.facts import fact_list, render_fact
from knowledge.answering.answers import Act, ActKind, Found, Nearest
from knowledge.matching.match import Match
from knowledge.model import Citation, KnowledgeBase, Name, Passage
from tests.handlers.replies.bases import LONG, base_of, check


def disputed_base(*texts: str) -> KnowledgeBase:
    """Return a base of two facts that dispute each other, asserted by the mayor and by the port."""
    statement, quote, title, url = texts or (
        "The mayor says it is shut.",
        "It is shut.",
        "A note",
        "https://a.example/",
    )
    base = base_of(statement, quote, title, url)
    label = {"en": statement if texts else "the port", "ru": "порт", "uk": "порт"}
    names = (Name("n", "person", {"en": "the mayor", "ru": "мэр", "uk": "мер"}, ()), Name("o", "body", label, ()))
    text = f"{quote} It is open."
    letter = replace(
        base.documents["d"],
        id="e",
        title=f"Letter {title}",
        publisher="The post",
        text=text,
        passages=(Passage("e", 1, 0, len(text), text),),
    )
    words = {"en": "The port says it is open.", "ru": "Порт говорит, что открыто.", "uk": "Порт каже, що відкрито."}
    other = replace(
        base.facts["f"],
        id="g",
        asserted_by="o",
        statement=words,
        disputes=("f",),
        citations=(Citation("e", text if texts else "It is open.", 0 if texts else len(quote) + 1, len(text)),),
    )
    fact = replace(base.facts["f"], disputes=("g",))
    case = replace(base.case, names=names, languages=("en", "ru", "uk"))
    return replace(base, case=case, facts={"f": fact, "g": other}, documents={**base.documents, "e": letter})


def test_the_answer_to_either_side_tells_the_other_with_its_passage_and_who_asserts_it() -> None:
    base = disputed_base()
    one = check(render_answer(Found("q", "en", (Match("f", 0.9),)), base))
    assert one.index("The mayor says it is shut.") < one.index("It is shut.") < one.index("Says: the mayor")
    after = one[one.index("This is disputed. The other account (the port):") :]
    assert after.index("The port says it is open.") < after.index("It is open.") < after.index("Letter A note")
    other = check(render_answer(Found("q", "en", (Match("g", 0.9),)), base))
    assert "The other account (the mayor):\nThe mayor says it is shut.\nIt is shut.\nA note" in other


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "This is disputed. The other account (the port):\nThe port says it is open."),
        ("ru", "Это оспаривается. Другая версия (порт):\nПорт говорит, что открыто."),
        ("uk", "Це заперечують. Інша версія (порт):\nПорт каже, що відкрито."),
    ],
)
def test_a_dispute_is_told_in_the_readers_language(language: str, said: str) -> None:
    base = disputed_base()
    assert said in check(render_fact(base.facts["f"], base, language))


def test_lists_mark_what_is_disputed() -> None:
    base = disputed_base()
    assert "The mayor says it is shut. <i>(disputed)</i>" in fact_list([base.facts["f"]], "en")


def test_is_that_true_names_the_other_account_and_does_not_say_that_there_is_none() -> None:
    base = disputed_base()
    told = check(render_act(Act("is that true?", "en", ActKind.TRUTH, facts=("f",)), base, NOBODY))
    assert "The port says it is open." in told
    assert "confirm" not in told


def test_the_other_account_is_a_tap_away() -> None:
    base = disputed_base()
    titles = [button.text for row in render_fact(base.facts["f"], base, "en").buttons for button in row]
    assert any("The mayor" in title for title in titles), "its own title, which both facts of this base have"


def test_where_there_is_no_room_the_mark_is_left() -> None:
    base = disputed_base()
    assert "(disputed)" in render_fact(base.facts["f"], base, "en", 500).html


@given(LONG, LONG, LONG)
def test_however_long_the_texts_the_message_is_one_that_telegram_takes(statement: str, quote: str, title: str) -> None:
    base = disputed_base(f"s {statement}", quote, title, "https://example.org/" + "x" * 900)
    for fact in base.facts.values():
        check(render_fact(fact, base, "en"))


def test_the_nearest_fact_is_told_with_the_other_account_and_the_button_that_opens_it() -> None:
    base = disputed_base()
    reply = render_answer(Nearest("q", "en", (Match("f", 0.5),), (), ()), base)
    assert "The other account (the port)" in reply.html
    assert [row[0].data for row in reply.buttons][:2] == ["c:f", "f:g"]


def test_the_other_account_has_its_translation_too() -> None:
    base = disputed_base()
    other = base.facts["g"]
    citation = replace(other.citations[0], translation={"ru": "Открыто"})
    base = replace(base, facts={**base.facts, "g": replace(other, citations=(citation,))})
    assert "Неофициальный перевод" in render_fact(base.facts["f"], base, "ru").html
