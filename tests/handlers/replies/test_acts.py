"""Replies to dialogue acts: they say whose words these are."""

from dataclasses import replace

import pytest

from handlers.ports import Operator
from handlers.replies.acts import render_act
from knowledge.answering.answers import Act, ActKind
from tests.handlers.replies.bases import check
from tests.knowledge.harbour import harbour


@pytest.mark.parametrize(
    ("language", "reported", "own"),
    [
        ("en", "As Norland Post reports, Harbour Office said so:", "It is what Harbour Office says:"),
        ("ru", "Как сообщает Norland Post, это утверждает Управление порта:", "Так утверждает Управление порта:"),
        ("uk", "Як повідомляє Norland Post, це стверджує Управління порту:", "Так стверджує Управління порту:"),
    ],
)
def test_who_reports_the_words_of_another_is_named_with_them(language: str, reported: str, own: str) -> None:
    asked, base = Act("is that true?", language, ActKind.TRUTH, facts=("refused",)), harbour()
    for publisher, lead in (("Norland Post", reported), ("Harbour Office", own)):
        documents = {key: replace(one, publisher=publisher) for key, one in base.documents.items()}
        text = check(render_act(asked, replace(base, documents=documents), Operator()))
        assert lead in text
