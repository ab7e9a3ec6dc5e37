"""A curator's translation of a quote is read beside the quote, and refused where it cannot be one."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import load
from knowledge.casefile.opening import open_case
from knowledge.notices.diff import wording_of
from knowledge.quality.check import check
from tests.knowledge.small_case import files, write

QUOTE = "The harbour office closed the north pier on 1 May 2020"
RUSSIAN = "Управление порта закрыло северный пирс 1 мая 2020 года"


def case(folder: Path, translation: str = f"ru: {RUSSIAN}") -> Path:
    """Write a case whose first quote has a translation."""
    contents = files()
    facts = next(name for name, text in contents.items() if f"quote: {QUOTE}" in text)
    line = f"      quote: {QUOTE}\n"
    contents[facts] = contents[facts].replace(line, f"{line}      translation:\n        {translation}\n")
    return write(folder, contents)


def test_a_translation_stands_beside_the_quote_in_the_languages_that_have_one(tmp_path: Path) -> None:
    (citation, *_) = load(case(tmp_path / "case")).facts["pier-closed"].citations
    assert " ".join(citation.quote.split()) == QUOTE, "word for word"
    assert dict(citation.translation) == {"ru": RUSSIAN}


def test_it_is_kept_with_what_was_read(tmp_path: Path) -> None:
    folder = case(tmp_path / "case")
    first, second = (open_case(folder, tmp_path / "cache") for _ in range(2))
    assert first.facts == second.facts
    assert second.facts["pier-closed"].citations[0].translation == {"ru": RUSSIAN}


def test_another_translation_is_another_wording_and_none_is_what_it_was(tmp_path: Path) -> None:
    plain = wording_of(load(write(tmp_path / "plain", files())).facts["pier-closed"])
    told = [
        wording_of(load(case(tmp_path / str(number), f"ru: {text}")).facts["pier-closed"])
        for number, text in enumerate((RUSSIAN, "Пирс закрыт"))
    ]
    assert len({plain, *told}) == 3
    assert plain == "864cf796", "what was published before translations were known is no change"


@pytest.mark.parametrize(
    ("translation", "advice"),
    [
        ("uk: Управління порту закрило пірс", 'translation has "uk", which is no language of the case (en, ru)'),
        ('ru: ""', "translation in ru is empty; fill it in"),
        ("ru:", "translation in ru is empty; fill it in"),
        (f"ru: {QUOTE.upper()}", "translation in ru is the quote itself, word for word; leave it out"),
        ("ru: [пирс]", "translation in ru must be one text"),
        (f"ru: {RUSSIAN} # поправить", "which YAML takes for a comment"),
    ],
)
def test_what_is_no_translation_is_named_at_its_line(tmp_path: Path, translation: str, advice: str) -> None:
    folder = case(tmp_path / "case", translation)
    (problem,) = check(folder).problems
    assert advice in str(problem)
    file, line = folder / "facts" / "closure.yaml", problem.location.line
    assert translation in file.read_text(encoding="utf-8").splitlines()[line - 1]


def test_a_text_instead_of_languages_is_named(tmp_path: Path) -> None:
    folder = case(tmp_path / "case")
    file = folder / "facts" / "closure.yaml"
    text = file.read_text(encoding="utf-8").replace("translation:\n        ru: ", "translation: ")
    file.write_text(text, encoding="utf-8")
    (problem,) = check(folder).problems
    assert "translation must have a text for each language (en: ..., ru: ...)" in str(problem)
