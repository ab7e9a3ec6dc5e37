"""Inline mode: facts to paste into any chat, marked where the documents lack what the question supposes."""

from tests.support.talk import Talk

WHY = "Why did the Harbour Office refuse the licence?"


async def test_inline_the_answer_comes_first_and_pastes_with_its_citation(talk: Talk) -> None:
    results = await talk.type_inline(WHY)
    assert results[0]["id"] == "why-refused"
    assert results[0]["title"] == WHY
    content = results[0]["input_message_content"]
    assert "https://example.org/note" in content["message_text"]
    assert "<blockquote" in content["message_text"]
    assert content["link_preview_options"] == {"is_disabled": True}
    assert len({result["id"] for result in results}) == len(results) <= 10


async def test_inline_a_date_offers_what_happened_then(talk: Talk) -> None:
    assert [result["id"] for result in await talk.type_inline("June 2019")][:1] == ["rejected"]


async def test_inline_nothing_typed_offers_a_fact_of_each_topic_and_nonsense_nothing(talk: Talk) -> None:
    assert [result["id"] for result in await talk.type_inline(" ")] == ["refused"]
    assert await talk.type_inline("xyzzy plugh") == []
    (call,) = talk.telegram.calls[-1:]
    assert call.given["is_personal"] is True


async def test_inline_the_language_of_the_question_counts_where_telegrams_is_unknown(talk: Talk) -> None:
    results = await talk.type_inline("Почему Управление порта отказало в лицензии?", language="de")
    assert "Утверждает: Управление порта" in results[0]["input_message_content"]["message_text"]


async def test_inline_what_the_documents_lack_is_said_in_the_list_and_in_what_is_pasted(talk: Talk) -> None:
    results = await talk.type_inline("Why did Freedonia refuse the licence?")
    assert results
    for result in results:
        assert result["description"].startswith("The documents do not mention: Freedonia."), result
        assert result["input_message_content"]["message_text"].startswith("The documents do not mention: Freedonia.")


async def test_inline_the_nearest_fact_is_marked_as_no_more_than_that(talk: Talk) -> None:
    first, *_ = await talk.type_inline("Who angrily rejected the complaints?")
    assert "may not answer exactly this" in first["description"]
    assert "angrily" in first["input_message_content"]["message_text"]


async def test_inline_an_answer_is_not_marked(talk: Talk) -> None:
    first, *_ = await talk.type_inline(WHY)
    assert first["description"].startswith("The note says")
    assert first["input_message_content"]["message_text"].startswith("The note says")
