"""The first words: /start, links to facts, /help, and the menus."""

import pytest

from handlers.commands import COMMANDS, announce
from tests.support.talk import PRIVATE, Talk


@pytest.mark.parametrize(("language", "title"), [("en", "The Aurora case"), ("ru", "Дело «Авроры»"), ("uk", "Справа")])
async def test_start_says_what_this_is_in_the_language_of_telegram(talk: Talk, language: str, title: str) -> None:
    (reply,) = await talk.say("/start", language=language)
    assert title in reply.html
    assert reply.data("f:") == "f:refused"


async def test_a_link_opens_its_fact(talk: Talk) -> None:
    (reply,) = await talk.say("/start fact_rejected")
    assert reply.html.startswith("The note says: The court rejected")
    assert (await talk.chats.recall(7, 0, talk.now))[1][:1] == ("rejected",)


async def test_a_link_to_a_fact_that_is_gone_says_so_and_any_other_word_starts(talk: Talk) -> None:
    (reply,) = await talk.say("/start fact_nothing")
    assert "no longer here" in reply.html
    (reply,) = await talk.say("/start newsletter")
    assert "The Aurora case" in reply.html


async def test_help_names_every_command_and_an_unknown_command_gets_help(talk: Talk) -> None:
    (helped,) = await talk.say("/help")
    for name in COMMANDS:
        assert f"/{name} " in helped.html
    (unknown,) = await talk.say("/what", PRIVATE)
    assert unknown.html == helped.html


async def test_menus_and_descriptions_are_set_for_every_language(talk: Talk) -> None:
    await announce(talk.application.bot, talk.services)
    menus = [call.given for call in talk.telegram.calls if call.method == "setMyCommands"]
    kinds = {(menu["scope"]["type"], menu.get("language_code")) for menu in menus}
    scopes = ("all_private_chats", "all_group_chats")
    assert kinds == {(scope, code) for scope in scopes for code in (None, "en", "ru", "uk")}
    described = [call for call in talk.telegram.calls if call.method in {"setMyDescription", "setMyShortDescription"}]
    assert len(described) == 8
    assert all(len(call.given.get("description", "")) <= 512 for call in described)
    assert all(len(call.given.get("short_description", "")) <= 120 for call in described)
