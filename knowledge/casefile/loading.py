"""Loads a case folder strictly: whole and verified, or not at all and with everything that is wrong."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.casefile.case import EMPTY_CASE, read_case
from knowledge.casefile.documents import read_document
from knowledge.casefile.facts import disputed, read_facts
from knowledge.casefile.golden import GoldenQuestion, read_golden
from knowledge.casefile.notices import read_notices
from knowledge.casefile.phrasings import with_phrasings
from knowledge.casefile.problems import KnowledgeError, Problem
from knowledge.casefile.proving import prove
from knowledge.casefile.shipped import default_case
from knowledge.casefile.strict_yaml import exists, is_folder, list_files, place, read_yaml
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.casefile.talk import Conversation, read_conversations
from knowledge.casefile.unanswered import read_unanswered
from knowledge.casefile.unread import report_unread
from knowledge.model import Document, Fact, KnowledgeBase, Unanswered

__all__ = [
    "GoldenQuestion",
    "KnowledgeError",
    "Problem",
    "default_case",
    "load",
    "load_golden",
    "load_talk",
    "read",
    "read_evaluation",
    "read_talk",
]


_TALK = "talk"
"""How the names of files of evaluation/ begin that hold conversations; the others hold golden questions."""


def load(path: Path) -> KnowledgeBase:
    """Load the case in the folder `path`; raises `KnowledgeError` with all problems, by file and line, if any."""
    symbols = SymbolTable()
    base = read(path, symbols)
    symbols.problems.raise_if_any()
    return base


def load_golden(path: Path, base: KnowledgeBase) -> tuple[GoldenQuestion, ...]:
    """Load golden questions for `base`: those of a case folder, or those of a file in the same form.

    Raises `KnowledgeError` with all problems, by line, if there are any.
    """
    symbols = _symbols_of(base, path)
    golden = read_golden(read_yaml(_golden_file(path), symbols.problems), symbols)
    symbols.problems.raise_if_any()
    return golden


def load_talk(path: Path, base: KnowledgeBase) -> tuple[Conversation, ...]:
    """Load conversations about `base`: those of a case folder, none if it has none, or those of a file.

    Raises `KnowledgeError` with all problems, by line, if there are any.
    """
    file = path / "evaluation" / f"{_TALK}.yaml" if is_folder(path) else path
    if is_folder(path) and not exists(file):
        return ()
    symbols = _symbols_of(base, path)
    conversations = read_conversations(read_yaml(file, symbols.problems), symbols)
    symbols.problems.raise_if_any()
    return conversations


def _symbols_of(base: KnowledgeBase, path: Path) -> SymbolTable:
    """Return what questions about a base that was loaded are checked against."""
    symbols = SymbolTable()
    symbols.languages = base.case.languages
    for fact in base.facts.values():
        symbols.facts.define(fact.id, fact.location or place(path))
    return symbols


def _golden_file(path: Path) -> Path:
    if not is_folder(path):
        return path
    older, file = path / "golden.yaml", path / "evaluation" / "golden.yaml"
    return older if exists(older) and not exists(file) else file


def read_evaluation(path: Path, symbols: SymbolTable) -> dict[Path, tuple[GoldenQuestion, ...]]:
    """Read all golden questions of a case folder that was read before, by file; notes every problem there.

    `golden.yaml`, which gates the case, comes first.
    """
    folder, file = path / "evaluation", _golden_file(path)
    files = [each for each in _files(folder, symbols) if not each.name.startswith(_TALK)]
    if exists(path / "golden.yaml"):
        symbols.old_form.append(place(path / "golden.yaml"))
        if file in files:
            symbols.problems.add(
                place(path / "golden.yaml"), f"is not read beside {file.name} in evaluation/; join them"
            )
        files.append(file)
    files.sort(key=lambda each: each != file)
    return {file: read_golden(read_yaml(file, symbols.problems), symbols) for file in files}


def read_talk(path: Path, symbols: SymbolTable) -> dict[Path, tuple[Conversation, ...]]:
    """Read all conversations of a case folder that was read before, by file; notes every problem there."""
    files = sorted((path / "evaluation").glob(f"{_TALK}*.yaml"))
    return {file: read_conversations(read_yaml(file, symbols.problems), symbols) for file in files}


def read(path: Path, symbols: SymbolTable) -> KnowledgeBase:
    """Read a case folder part by part; the result is whole only if the symbol table notes no problems."""
    if not is_folder(path):
        message = "is not a folder; give the folder of a case, the one with case.yaml in it"
        symbols.problems.add(place(path), message)
        return KnowledgeBase(EMPTY_CASE, {}, {})
    report_unread(path, symbols)
    case = read_case(path / "case.yaml", symbols)
    documents = _read_documents(path / "documents", symbols)
    facts: dict[str, Fact] = {}
    for fact in read_facts(list_files(path / "facts", ".yaml", symbols.problems), symbols):
        facts.setdefault(fact.id, fact)
    facts = with_phrasings(disputed(facts), _files(path / "phrasings", symbols), symbols)
    notices = {notice.id: notice for notice in read_notices(_files(path / "notices", symbols), symbols)}
    unanswered = sorted(_read_unanswered(path, symbols), key=lambda one: one.id)  # the same in whatever files they are
    base = KnowledgeBase(case, documents, facts, notices, tuple(unanswered))
    prove(base, symbols)
    return base


def _files(folder: Path, symbols: SymbolTable) -> list[Path]:
    """Return the files of a folder that a case may do without."""
    return list_files(folder, ".yaml", symbols.problems, empty=True) if is_folder(folder) else []


def _read_unanswered(path: Path, symbols: SymbolTable) -> Iterator[Unanswered]:
    older = path / "unanswered.yaml"
    if exists(older):
        symbols.old_form.append(place(older))
        yield from read_unanswered(read_yaml(older, symbols.problems), symbols)
    for file in _files(path / "unanswered", symbols):
        yield from read_unanswered(read_yaml(file, symbols.problems), symbols)


def _read_documents(folder: Path, symbols: SymbolTable) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    files = list_files(folder, ".md", symbols.problems)
    symbols.documents.complete = bool(files)
    for file in files:
        symbols.documents.define(file.stem, place(file))
        if document := read_document(file, symbols.languages, symbols.problems):
            documents[document.id] = document
            symbols.texts[document.id] = document.text
    return documents
