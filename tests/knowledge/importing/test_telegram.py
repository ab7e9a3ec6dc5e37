"""Telegram's export becomes a document a chat, with every message that has a text."""

import json

import pytest

from knowledge.importing.conversion import convert
from knowledge.importing.draft import Source, UnreadableError
from tests.knowledge.importing.reading import read, remarks_of, text_of

MESSAGES = [
    {"id": 1, "type": "service", "date": "2021-05-03T10:00:00", "action": "pin_message", "text": ""},
    {"id": 2, "type": "message", "date": "2021-05-04T23:30:00", "from": "Ada", "text": "Суд відмовив."},
    {"id": 3, "type": "message", "date": "2021-05-05T08:00:00", "from": None, "from_id": "user5", "text": "Коли?"},
    {
        "id": 4,
        "type": "message",
        "date": "2021-05-06T09:00:00",
        "from": "Ada",
        "reply_to_message_id": 3,
        "text": ["See ", {"type": "bold", "text": "the ruling"}, " and ", {"type": "link", "text": "this"}, "."],
        "photo": "photos/1.jpg",
    },
]


def export(**chat: object) -> bytes:
    return json.dumps({"name": "Peel", "type": "private_group", "id": 1, "messages": MESSAGES, **chat}).encode()


def test_messages_have_sender_and_time_and_those_of_deleted_accounts_stay() -> None:
    assert text_of(export(), "result.json").split("\n\n") == [
        "### Ada, 2021-05-04 23:30:00, message 2",
        "Суд відмовив.",
        "### Deleted Account, 2021-05-05 08:00:00, message 3",
        "Коли?",
        "### Ada, 2021-05-06 09:00:00, message 4, reply to 3",
        "See the ruling and this.",
    ]


def test_the_chat_proposes_its_name_and_its_days_and_says_what_is_left_out() -> None:
    draft = read(export(type="public_channel"), "result.json")
    assert (draft.title.value, draft.date.value, draft.publisher.value) == ("Peel", "2021-05-04/2021-05-06", "Peel")
    assert sum(remarks_of(draft).values()) == 2


def test_an_export_of_all_chats_is_a_document_for_each_with_texts() -> None:
    chats = [json.loads(export(name=name)) for name in ("One", "Two")] + [{"name": "Empty", "messages": []}]
    drafts = convert(Source("result.json", json.dumps({"chats": {"list": chats}}).encode()))
    assert [draft.name for draft in drafts] == ["One", "Two"]


def test_other_json_ends_in_advice() -> None:
    with pytest.raises(UnreadableError, match="no export of Telegram"):
        read(b'{"a": 1}', "result.json")
    with pytest.raises(UnreadableError, match="broken"):
        read(b'{"messages": [{"from_id": 1}', "result.json")


@pytest.mark.parametrize("listed", [5, "chat", True, {"a": 1}])
def test_chats_that_are_no_list_are_passed_over(listed: object) -> None:
    data = export(chats={"list": listed})
    assert len(convert(Source("result.json", data))) == 1
