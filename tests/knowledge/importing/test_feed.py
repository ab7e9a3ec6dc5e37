"""A feed becomes a document for each entry, with the day that the entry states."""

import pytest

from knowledge.importing.conversion import convert
from knowledge.importing.draft import Source, UnreadableError
from knowledge.importing.timestamps import moment_of
from knowledge.importing.wording import written


def rss(*items: str) -> bytes:
    head = "<title>Court news</title><link>https://court.example/</link><language>uk-UA</language>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(
    date: str, text: str = "&lt;p&gt;The appeal&amp;nbsp;fails.&lt;/p&gt;", link: str = "https://court.example/a"
) -> str:
    fields = f"<link>{link}</link><pubDate>{date}</pubDate><description>{text}</description>"
    return f"<item><title>Ruling &amp;amp; costs</title>{fields}</item>"


@pytest.mark.parametrize(
    ("stated", "moment", "day"),
    [
        ("Tue, 04 May 2021 00:30:00 EEST", "2021-05-04T00:30:00+03:00", "2021-05-04"),
        ("Mon, 04 Jan 2021 00:30:00 EET", "2021-01-04T00:30:00+02:00", "2021-01-04"),
        ("Mon, 04 Jan 2021 00:30:00 MSK", "2021-01-04T00:30:00+03:00", "2021-01-04"),
        ("Пн, 04 січ 2021 00:30:00 +0200", "2021-01-04T00:30:00+02:00", "2021-01-04"),
        ("Понеділок, 04 січня 2021 00:30:00 +0200", "2021-01-04T00:30:00+02:00", "2021-01-04"),
        ("Пн, 04 янв 2021 00:30:00 MSK", "2021-01-04T00:30:00+03:00", "2021-01-04"),
        ("Mon, 04 Jan 2021 00:30:00 GMT", "2021-01-04T00:30:00+00:00", "2021-01-04"),
        ("2021-01-04T00:30:00Z", "2021-01-04T00:30:00+00:00", "2021-01-04"),
    ],
)
def test_days_and_moments_are_those_of_the_zone_that_is_stated(stated: str, moment: str, day: str) -> None:
    found = moment_of(stated)
    assert found is not None
    assert found.isoformat() == moment
    (draft,) = convert(Source("feed.xml", rss(item(stated))))
    assert draft.date.value == day


def test_an_entry_has_its_own_title_text_address_and_the_feeds_publisher() -> None:
    (draft,) = convert(Source("feed.xml", rss(item("Tue, 04 May 2021 10:00:00 GMT"))))
    assert written(draft.blocks) == "The appeal fails.\n"
    assert (draft.title.value, draft.publisher.value, draft.url) == (
        "Ruling & costs",
        "Court news",
        "https://court.example/a",
    )
    assert any("summary only" in remark.what for remark in draft.remarks)


def test_atom_takes_the_whole_text_the_alternate_link_and_the_day_of_a_change() -> None:
    entry = (
        '<entry><title type="html">A &lt;b&gt;ruling&lt;/b&gt;</title>'
        '<link rel="self" href="https://a.example/x.atom"/>'
        '<link href="https://a.example/ruling"/><updated>2021-05-04T23:30:00+03:00</updated><summary>Short.</summary>'
        '<content type="xhtml">'
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>She said <q>no</q>.</p></div></content></entry>'
    )
    data = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>News</title>{entry}</feed>'.encode()
    (draft,) = convert(Source("a", data))
    assert written(draft.blocks) == "She said “no”.\n"
    assert (draft.title.value, draft.date.value, draft.url) == ("A ruling", "2021-05-04", "https://a.example/ruling")


def test_names_of_characters_that_xml_lacks_are_read() -> None:
    (draft,) = convert(Source("f.xml", rss(item("2021-05-04", "The appeal&nbsp;fails &mdash; again."))))
    assert written(draft.blocks) == "The appeal fails — again.\n"


def test_entries_keep_the_order_of_the_feed() -> None:
    items = [item("2021-05-04", f"Text {n}.", f"https://court.example/{n}") for n in (3, 1, 2)]
    assert [written(draft.blocks) for draft in convert(Source("f.xml", rss(*items)))] == [
        "Text 3.\n",
        "Text 1.\n",
        "Text 2.\n",
    ]


def test_entities_of_its_own_and_broken_xml_end_in_advice() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel/></rss>'
    with pytest.raises(UnreadableError, match="entities"):
        convert(Source("f.xml", bomb))
    with pytest.raises(UnreadableError, match="broken"):
        convert(Source("f.xml", rss(item("2021"))[:-20]))


def test_words_before_the_first_mark_up_of_an_entry_are_its_beginning() -> None:
    text = "Costs &lt; £5: the <b>appeal</b> fails &amp; ends."
    (draft,) = convert(Source("feed.xml", rss(item("Tue, 04 May 2021 10:00:00 GMT", text))))
    assert written(draft.blocks) == "Costs < £5: the appeal fails & ends.\n"
