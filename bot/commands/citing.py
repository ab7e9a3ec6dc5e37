"""Commands that cite: find words in a document and put the citation into a fact; citations for other programs."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from bot.commands.common import Case, Language, fail, load_base, put_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.citing.finding import Candidate, Finding
    from knowledge.model import Document, KnowledgeBase


def cite(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="The id of a document of the case.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What you remember of the passage, in any order.")],
    case: Case = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Cite no more than those words, not the sentences that they are in.")
    ] = False,
    pick: Annotated[
        int | None, typer.Option("--pick", metavar="N", min=1, help="Which passage is meant, where several are shown.")
    ] = None,
    fact: Annotated[
        str | None, typer.Option("--fact", metavar="FACT", help="The id of the fact that --write adds the citation to.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Add the citation to the fact of --fact.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Find a passage by some words of it, and print it as a citation, or add it to a fact."""
    from bot.terminal.citing import finding_report, print_finding, print_inserted
    from bot.terminal.json_output import json_line
    from knowledge.casefile.shipped import default_case
    from knowledge.citing.finding import find

    if write and fact is None:
        fail("Say which fact gets the citation: --fact FACT.", code=2)
    folder = case or default_case()
    source = document_of(folder, document)
    finding = find(source, words, whole=not exact)
    if as_json and not write:
        print(json_line(finding_report(finding, source)))
    elif not write:
        print_finding(finding, source, pick)
    if not finding.is_found:
        raise typer.Exit(1)
    if write and fact is not None:
        chosen = _chosen(finding, source, pick)
        print_inserted(chosen, source, fact, _insert(folder, fact, chosen))


class Format(StrEnum):
    """What `casewire export` writes."""

    BIBTEX = "bibtex"
    CSL = "csl"
    RIS = "ris"
    WEB_ANNOTATION = "web-annotation"
    JSON = "json"


def export(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Ids of documents and facts; all, if none is given.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSON,
    case: Case = None,
    language: Language = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there, not on the screen.")
    ] = None,
) -> None:
    """Write the documents and facts of a case as citations for other programs."""
    from knowledge.casefile.problems import suggestion

    base, wanted = load_base(case, language), ids or []
    known = {*base.documents, *base.facts}
    for one in wanted:
        if one not in known:
            fail(
                f"The case has neither a document nor a fact {one}; {suggestion(one, sorted(known)) or 'see facts/'}.",
                2,
            )
    put_out(_exported(base, form, wanted, language or base.case.default_language), output)


def _exported(base: "KnowledgeBase", form: Format, ids: "Sequence[str]", language: str) -> str:
    import json
    from dataclasses import asdict

    from knowledge.citing.bibliography import bibtex, csl, ris
    from knowledge.citing.case_export import exported
    from knowledge.citing.entries import entries
    from knowledge.citing.web_annotations import web_annotations

    match form:
        case Format.BIBTEX:
            return "\n\n".join(map(bibtex, entries(base, language, ids)))
        case Format.RIS:
            return "\n\n".join(map(ris, entries(base, language, ids)))
        case Format.CSL:
            data: object = [*map(csl, entries(base, language, ids))]
        case Format.WEB_ANNOTATION:
            data = web_annotations(base, ids)
        case Format.JSON:
            data = asdict(exported(base, ids))
        case _:
            assert_never(form)
    return json.dumps(data, ensure_ascii=False, indent=2)


def document_of(case: Path, name: str) -> "Document":
    """Return a document of a case, which need not be whole otherwise; what is wrong with it ends the process."""
    from knowledge.casefile.documents import read_document
    from knowledge.casefile.problems import KnowledgeError, Problems, suggestion

    folder, identifier = case / "documents", Path(name).name.removesuffix(".md")
    known = sorted(file.stem for file in folder.glob("*.md"))
    if identifier not in known:
        advice = suggestion(identifier, known) or f"it has {', '.join(known[:10]) or 'none'}"
        fail(f"{case} has no document {identifier}; {advice}", code=2)
    problems = Problems()
    document = read_document(folder / f"{identifier}.md", (), problems)
    try:
        problems.raise_if_any()
    except KnowledgeError as error:
        fail(str(error))
    assert document is not None, "a document without problems is read"
    return document


def _chosen(finding: "Finding", document: "Document", pick: int | None) -> "Candidate":
    from bot.terminal.citing import print_finding

    count = len(finding.candidates)
    if pick is not None and pick <= count:
        return finding.candidates[pick - 1]
    if pick is not None or count > 1:
        print_finding(finding, document, None)
        fail(f"Nothing was written. Say which of the {count} passages is meant: --pick N.", code=2)
    return finding.candidates[0]


def _insert(case: Path, fact: str, candidate: "Candidate") -> str:
    from knowledge.casefile.writing import WritingError
    from knowledge.citing.inserting import insert

    try:
        return insert(case, fact, candidate)
    except WritingError as error:
        fail(f"{case}: {error}")
