"""A language of a case may grow: what it lacks stands in the default language, with a mark, and is counted."""

from pathlib import Path

import pytest

from handlers.replies.facts import render_fact, title_of
from handlers.texts import languages as languages_of_the_bot
from knowledge.casefile.base_cache import load as load_kept
from knowledge.casefile.base_cache import save
from knowledge.casefile.loading import load
from knowledge.language.data_files import languages
from knowledge.quality.check import check
from tests.knowledge import small_case

CASE, FACTS = "case.yaml", "facts/closure.yaml"


def _growing(contents: dict[str, str] | None = None) -> dict[str, str]:
    """Return the files of a case in English and Russian whose Ukrainian grows, and has but one statement."""
    files = contents or small_case.todays_files()
    files[CASE] = files[CASE].replace("languages: [en, ru]", "languages: [uk, en, ru]\ngrowing: [uk]")
    russian = "    ru: Мэр сказал, что пирс остаётся закрытым.\n"
    files[FACTS] = files[FACTS].replace(russian, f"    uk: Мер сказав, що пірс лишається закритим.\n{russian}")
    return files


def test_what_a_growing_language_lacks_is_no_problem_and_is_counted(tmp_path: Path) -> None:
    report = check(small_case.write(tmp_path, _growing()))
    assert not report.problems
    assert report.summary.missing == {
        "uk": {"statements": 2, "titles": 3, "derivations": 1, "names": 2, "topics": 1},
    }


def test_what_another_language_lacks_is_still_a_problem(tmp_path: Path) -> None:
    contents = _growing()
    contents[FACTS] = contents[FACTS].replace("    ru: Мэр сказал, что пирс остаётся закрытым.\n", "")
    (problem,) = check(small_case.write(tmp_path, contents)).problems
    assert problem.message == "statement has no ru; add it"


def test_a_reply_has_the_default_language_with_a_mark_where_the_growing_one_lacks_a_text(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path, _growing()))
    closed, stays = base.facts["pier-closed"], base.facts["pier-stays-closed"]
    html = render_fact(closed, base, "uk").html
    assert "[en] The mayor said that the harbour office closed the north pier." in html
    assert "[en] the mayor" in html
    assert title_of(closed, "uk") == "[en] Who closed the pier?"
    assert "Мер сказав, що пірс лишається закритим." in render_fact(stays, base, "uk").html
    assert "[" not in render_fact(closed, base, "ru").html.partition("<blockquote")[0]


def test_the_default_language_stands_in_whatever_the_order_in_the_file(tmp_path: Path) -> None:
    contents = _growing()
    english = "    en: The mayor said that the harbour office closed the north pier.\n"
    russian = "    ru: Мэр сказал, что управление порта закрыло северный пирс.\n"
    contents[FACTS] = contents[FACTS].replace(english + russian, russian + english)
    base = load(small_case.write(tmp_path, contents))
    assert "[en] The mayor said" in render_fact(base.facts["pier-closed"], base, "uk").html


def test_a_case_that_is_kept_grows_in_the_same_language(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path / "case", _growing()))
    save(tmp_path / "kept.json", base)
    kept = load_kept(tmp_path / "kept.json")
    assert kept is not None
    assert kept.case.growing == ("uk",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("growing: [uk]", "growing: [uk, de]", 'growing has "de", which is not among languages; add it there too'),
        (
            "growing: [uk]",
            "growing: [uk, en]",
            "growing has the default language en, which stands in for the others; take it out",
        ),
        ("[uk, en, ru]", "[uk, en, ru, de]", 'the bot has no words of "de"; it speaks en, ru, uk: use these'),
    ],
)
def test_a_language_that_cannot_grow_is_a_problem(tmp_path: Path, old: str, new: str, message: str) -> None:
    contents = _growing()
    contents[CASE] = contents[CASE].replace(old, new)
    (problem,) = check(small_case.write(tmp_path, contents)).problems
    assert problem.message == message


def test_the_bot_has_words_of_the_same_languages_as_the_code() -> None:
    assert languages() == languages_of_the_bot()
