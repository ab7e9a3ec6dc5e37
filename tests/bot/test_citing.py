"""`casewire cite`: from words that somebody remembers to a citation in a fact."""

import json
from pathlib import Path

import pytest

from tests.bot.running import call
from tests.knowledge import small_case

pytestmark = pytest.mark.slow


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return small_case.write(tmp_path / "case", small_case.todays_files())


def test_a_passage_is_shown_as_a_citation_and_written_into_its_fact(case: Path, tmp_path: Path) -> None:
    code, output, errors = call(tmp_path, "cite", "press-note", "harbor ofice closed", "--case", case)
    assert (code, errors) == (0, "")
    assert "press-note, paragraph 2 (" in output
    assert "    - document: press-note\n      quote: The harbour office closed the north pier on 1 May 2020," in output
    file = case / "facts" / "repair.yaml"
    before = file.read_bytes()
    asked = ("cite", "press-note", "harbor ofice closed", "--case", case, "--fact", "pier-needs-repair")
    assert call(tmp_path, *asked)[0] == 0
    assert file.read_bytes() == before, "nothing is written unasked"
    code, output, errors = call(tmp_path, *asked, "--write")
    assert (code, errors) == (0, "")
    assert "Added to pier-needs-repair in facts/repair.yaml" in output
    assert call(tmp_path, "check", case)[0] == 0
    code, _, errors = call(tmp_path, *asked, "--write")
    assert code == 1
    assert "has this citation already" in errors
    assert call(tmp_path, "phrasings", "undo", "--knowledge", case)[0] == 0
    assert file.read_bytes() == before


def test_of_several_passages_none_is_written_until_one_is_picked(case: Path, tmp_path: Path) -> None:
    asked = ("cite", "press-note.md", "pier", "--exact", "--case", case, "--fact", "pier-needs-repair", "--write")
    code, output, errors = call(tmp_path, *asked)
    assert code == 2
    assert "3 passages may be meant" in output
    assert "Nothing was written" in errors
    assert call(tmp_path, *asked, "--pick", "3")[0] == 0
    assert "      suffix: needs repair.\n" in (case / "facts" / "repair.yaml").read_text()


def test_what_is_not_there_ends_with_the_nearest(case: Path, tmp_path: Path) -> None:
    code, output, _ = call(tmp_path, "cite", "press-note", "a whale swallowed the lighthouse", "--case", case)
    assert code == 1
    assert "press-note has nothing like these words.\nThe nearest, press-note, paragraph" in output
    code, _, errors = call(tmp_path, "cite", "pres-note", "pier", "--case", case)
    assert code == 2
    assert "did you mean press-note?" in errors


def test_json_has_what_a_w3c_selector_needs(case: Path, tmp_path: Path) -> None:
    _, output, _ = call(tmp_path, "cite", "press-note", "needs a repair", "--case", case, "--json")
    found = json.loads(output)
    (one,) = found["candidates"]
    assert found["found"]
    assert small_case.TEXT[one["start"] : one["end"]] == one["quote"] == "The pier needs repair."
    assert one["prefix"] == small_case.TEXT[: one["start"]][-32:]
    assert (one["page"], one["paragraph"]) == ("", 3)


def test_a_passage_is_found_while_the_case_has_problems(case: Path, tmp_path: Path) -> None:
    (case / "facts" / "repair.yaml").write_text("- id: pier-needs-repair\n")
    assert call(tmp_path, "cite", "press-note", "needs repair", "--case", case)[0] == 0


def test_a_case_is_exported_to_the_screen_or_into_a_file(case: Path, tmp_path: Path) -> None:
    code, output, errors = call(tmp_path, "export", "--format", "bibtex", "--case", case)
    assert (code, errors) == (0, "")
    assert output.startswith("@online{press-note,\n  author = {{The harbour office}},")
    assert "\n@online{pier-closed,\n" in output
    file = tmp_path / "facts.json"
    assert (
        call(tmp_path, "export", "pier-closed", "--format", "csl", "--language", "ru", "--case", case, "-o", file)[0]
        == 0
    )
    (item,) = json.loads(file.read_text(encoding="utf-8"))
    assert item["annote"] == "Мэр сказал, что управление порта закрыло северный пирс."
    for form in ("ris", "web-annotation", "json"):
        assert call(tmp_path, "export", "--format", form, "--case", case)[0] == 0
    code, _, errors = call(tmp_path, "export", "pier-close", "--case", case)
    assert code == 2
    assert "did you mean pier-closed?" in errors
