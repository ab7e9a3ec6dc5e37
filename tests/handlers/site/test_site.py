"""The reading room: whole, safe, the same at every build, and every citation leads to its marked passage."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from handlers.replies.facts import render_fact
from handlers.site.building import site_files
from handlers.site.view import Site
from knowledge.casefile.loading import load
from knowledge.citing.page_addresses import citation_anchor, highlight
from knowledge.edtf import parse_edtf
from knowledge.model import KnowledgeBase
from tests.handlers.site.cases import HOSTILE, hostile_base
from tests.handlers.site.pages import Page, target
from tests.support.shipped import shipped

URL = "https://case.example/pier"
MUSEUM = Path(__file__).parents[2] / "cases" / "museum"


def built(base: KnowledgeBase, **more: str) -> dict[str, bytes]:
    files = [*site_files(Site(base, **more))]
    assert len(files) == len(dict(files)), "no file is written twice"
    return dict(files)


def pages(files: dict[str, bytes]) -> dict[str, Page]:
    return {path: Page(content.decode()) for path, content in files.items() if path.endswith(".html")}


@pytest.fixture(scope="module", params=["made up", "museum", "shipped"])
def base(request: pytest.FixtureRequest) -> KnowledgeBase:
    match request.param:
        case "museum":
            return load(MUSEUM)
        case "shipped":
            return shipped()
        case _:
            return hostile_base()


def test_every_link_leads_to_a_file_and_to_an_anchor_in_it(base: KnowledgeBase) -> None:
    files = built(base)
    read = pages(files)
    missing = [
        (path, link)
        for path, page in read.items()
        if path != "404.html"
        for link in page.links
        if (found := target(path, link))
        and (found[0] not in files or (found[1] and found[1] not in read[found[0]].ids))
    ]
    assert missing == []


def test_the_markup_is_whole_and_no_id_stands_twice(base: KnowledgeBase) -> None:
    for path, page in pages(built(base)).items():
        assert page.problems == [], path
        assert len(page.ids) == len(set(page.ids)), path


def test_every_citation_is_marked_word_for_word_where_its_anchor_is(base: KnowledgeBase) -> None:
    files = built(base)
    read = pages(files)
    for language in base.case.languages:
        for fact in base.valid:
            page = read[f"{language}/facts/{fact.id}.html"]
            for citation in fact.citations:
                anchor = citation_anchor(citation)
                link = next(one for one in page.links if one.partition(":~:")[0].endswith(f"#{anchor}"))
                file, _ = target(f"{language}/facts/{fact.id}.html", link) or ("", "")
                begun = read[file].marked[anchor]
                assert begun, (fact.id, anchor)
                assert citation.quote.startswith(begun.rstrip()), (fact.id, anchor)


def test_the_text_of_a_document_is_whole_and_in_order(base: KnowledgeBase) -> None:
    read = pages(built(base))
    for document in base.documents.values():
        names = [name for name in read if re.fullmatch(rf"en/documents/{document.id}(\.\d+)?\.html", name)]
        names.sort(key=lambda name: int("".join(re.findall(r"\.(\d+)\.", name)) or 1))
        text = "".join(read[name].content for name in names)
        ours = r"<aside .*?</aside>|<a class=.number.*?</a>"
        shown = re.sub(ours, "", text, flags=re.DOTALL)
        words = "".join(Page(part).text for part in re.findall(r'<div class="row">.*?</div>', shown, re.DOTALL))
        assert "".join(words.split()) == "".join(re.sub(r"(?m)^#+ ", "", document.text).split())


def test_nothing_that_is_written_becomes_markup() -> None:
    for path, page in pages(built(hostile_base(), url=URL, bot="pier_bot")).items():
        assert not page.tags & {"script", "img"}, path
        assert not any(name.startswith("on") for name in page.attributes), path
    assert HOSTILE in pages(built(hostile_base()))["en/facts/closed.html"].text


def test_no_page_asks_another_site_for_anything(base: KnowledgeBase) -> None:
    files = built(base)
    for path, content in files.items():
        if path.endswith(".html"):
            loaded = re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]*)"', content.decode())
            assert all(target(path, one) for one in loaded), path
            assert content.count(b"Content-Security-Policy") == 1, path
    assert b"url(" not in files["style.css"]
    assert b"@import" not in files["style.css"]


def test_pages_stay_small_even_where_everything_is_long() -> None:
    base = hostile_base()
    first = base.facts["closed"]
    long = "ж&" * 6_000
    citation = replace(first.citations[0], quote=long, translation={"ru": long})
    facts = {
        f"f{number}": replace(
            first,
            id=f"f{number}",
            statement={"en": long, "ru": long},
            questions={"ru": (long,)},
            citations=(citation,) * 5,
        )
        for number in range(60)
    }
    heavy = replace(base, facts={**base.facts, **facts})
    sizes = {path: len(content) for path, content in built(heavy).items() if path.endswith(".html")}
    assert max(sizes.values()) < 60_000, max(sizes, key=lambda path: sizes[path])


def test_the_same_case_gives_the_same_bytes(base: KnowledgeBase) -> None:
    assert built(base, url=URL) == built(base, url=URL)


def test_a_withdrawn_fact_keeps_its_page_which_says_only_that() -> None:
    files = built(hostile_base())
    page = Page(files["en/facts/gone.html"].decode()).text
    assert "This was withdrawn on 1 January 2022" in page
    assert "Statement gone" not in page
    told = [path for path, content in files.items() if b"Statement gone" in content]
    assert told == []
    assert "../facts/gone.html" not in Page(files["en/documents/report.html"].decode()).links, (
        "no document speaks for it"
    )


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_an_answer_in_telegram_links_to_the_marked_passage(language: str) -> None:
    base = hostile_base()
    html = render_fact(base.facts["closed"], base, language, pages=URL).html
    links = [one for one in re.findall(r'<a href="([^"]*)">', html) if one.startswith(URL)]
    assert len(links) == 2, "one for each passage"
    read = pages(built(base, url=URL))
    spoken = language if language in base.case.languages else "en"
    for link in links:
        path, _, anchor = link.removeprefix(f"{URL}/").partition("#")
        assert path.startswith(f"{spoken}/")
        assert read[path].marked[anchor]
    assert URL not in render_fact(base.facts["closed"], base, language).html


def test_a_browser_is_asked_to_highlight_the_whole_quote() -> None:
    assert highlight("The first-in history, case") == ":~:text=The%20first%2Din%20history%2C%20case"
    many = " ".join(f"w{number}" for number in range(20))
    assert highlight(many) == ":~:text=w0%20w1%20w2%20w3%20w4,w15%20w16%20w17%20w18%20w19"


def test_feeds_are_read_back_by_a_feed_reader() -> None:
    files = built(hostile_base(), url=URL)
    feed = feedparser.parse(files["en/notices.atom"])
    assert not feed.bozo
    assert feed.version == "atom10"
    assert [entry.link for entry in feed.entries] == [f"{URL}/en/notices/{one}.html" for one in ("second", "first")]
    assert [entry.updated for entry in feed.entries] == ["2021-06-02T00:00:00Z", "2021-06-01T00:00:00Z"]
    # The reader takes out what could do harm, so the words are compared as XML has them.
    root = ElementTree.fromstring(files["en/notices.atom"])
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}title") for entry in root.iter(f"{atom}entry")] == [f"News {HOSTILE}"] * 2
    items = json.loads(files["en/notices.json"])["items"]
    assert [item["id"] for item in items] == [entry.id for entry in feed.entries]


def test_a_corrected_date_changes_no_id_of_a_feed() -> None:
    base = hostile_base()
    moved = replace(base.notices["first"], date=parse_edtf("2020-01-01"), correction={"en": "The date was wrong."})
    ids = [
        {item["id"] for item in json.loads(built(one)["en/notices.json"])["items"]}
        for one in (base, replace(base, notices={**base.notices, "first": moved}))
    ]
    assert ids[0] == ids[1]


def test_the_sitemap_has_every_page_once() -> None:
    files = built(hostile_base(), url=URL)
    places = re.findall(r"<loc>(.*?)</loc>", files["sitemap.xml"].decode())
    pages = [path for path in files if path.endswith(".html") and "/" in path]
    assert sorted(places) == sorted(f"{URL}/{path}" for path in pages)
    assert "sitemap.xml" not in built(hostile_base()), "a sitemap needs whole addresses"


def test_dates_say_how_exact_they_are() -> None:
    files = built(hostile_base())
    assert "3 May 2021 exact to the day" in Page(files["en/facts/closed.html"].decode()).text
    assert "exact to the month, approximate" in Page(files["en/facts/same.html"].decode()).text
    assert date(2021, 5, 3).isoformat() in files["en/facts/closed.html"].decode()
