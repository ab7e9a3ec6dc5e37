"""A small, good case folder for tests to load, break and mend."""

import hashlib
from dataclasses import replace
from pathlib import Path

from knowledge.model import KnowledgeBase

TEXT = """2 May 2020

The harbour office closed the\u00a0north pier
on 1 May 2020, the mayor said.

The pier "stays closed", the mayor added. The pier needs repair.
"""

QUESTION = "Who closed the pier?"
STATEMENT = "The mayor said that the harbour office closed the north pier."
"""What the case answers to it."""

CASE = """id: pier
title:
  en: The pier
  ru: Пирс
summary:
  en: Why the pier is closed.
  ru: Почему закрыт пирс.
languages: [en, ru]
default_language: en
topics:
  - id: closure
    title:
      en: The closure
      ru: Закрытие
names:
  - id: mayor
    kind: person
    label:
      en: the mayor
      ru: мэр
    spellings: [mayor, мэр]
  - id: office
    kind: body
    label:
      en: the harbour office
      ru: управление порта
    spellings:
      - harbour office
      - управление порта
floors:
  found: 0.9
"""

FACTS = """- id: pier-closed
  topic: closure
  asserted_by: mayor
  date: 2020-05-01
  statement:
    en: The mayor said that the harbour office closed the north pier.
    ru: Мэр сказал, что управление порта закрыло северный пирс.
  citations:
    - document: press-note
      quote: The harbour office closed the north pier on 1 May 2020
  questions:
    en:
      - Who closed the pier?
      - closed by whom
    ru:
      - Кто закрыл пирс?
  related: [pier-stays-closed]
- id: pier-stays-closed
  topic: closure
  asserted_by: mayor
  date: 2020-05
  derived:
    en: From the date of the note.
    ru: По дате записки.
  statement:
    en: The mayor said that the pier stays closed.
    ru: Мэр сказал, что пирс остаётся закрытым.
  citations:
    - document: press-note
      quote: The pier "stays closed", the mayor added.
    - document: press-note
      quote: The pier
  questions:
    en: ["Is the pier open: yes or no?"]
    ru:
      - Открыт ли пирс?
"""

MORE_FACTS = """- id: pier-needs-repair
  topic: closure
  asserted_by: office
  statement:
    en: The note says that the pier needs repair.
    ru: В записке сказано, что пирсу нужен ремонт.
  citations:
    - document: press-note
      quote: The pier needs repair.
  questions:
    en:
      - "no"
    ru:
      - Зачем ремонт?
"""

GOLDEN = """- question: who shut the pier
  language: en
  tag: plain
  facts: [pier-closed]
- question: why?
  language: en
  tag: follow-up
  after: [who shut the pier]
  facts:
    - pier-needs-repair
- question: Who closed the airport?
  language: en
  tag: false-premise
  facts: []
"""
NOTICE = """date: 2020-06-01
kind: news
headline:
  en: The pier may open again
  ru: Пирс могут снова открыть
summary:
  en: The mayor says that the pier is being repaired.
  ru: Мэр говорит, что пирс ремонтируют.
facts: [pier-closed]
documents: [press-note]
"""
"""A notice of the case: its file `notices/repair.yaml`."""


def document(text: str = TEXT, sha256: str | None = None) -> str:
    """Return a document file with this text."""
    digest = sha256 or hashlib.sha256(text.encode()).hexdigest()
    return f"""---
id: press-note
title: A note to the press
date: 2020-05-02
publisher: The harbour office
language: en
url: https://harbour.example/notes/1
sha256: {digest}
note:
  en: The note has no signature.
  ru: Записка не подписана.
---
{text}"""


def files() -> dict[str, str]:
    """Return the files of a good case, by their path in its folder."""
    return {
        "case.yaml": CASE,
        "documents/press-note.md": document(),
        "facts/closure.yaml": FACTS,
        "facts/repair.yaml": MORE_FACTS,
        "golden.yaml": GOLDEN,
    }


def todays_files() -> dict[str, str]:
    """Return the files of the same case in today's form: phrasings beside the facts, and in files of their own."""
    contents = files()
    contents["facts/closure.yaml"] = FACTS.replace(
        """  questions:
    en:
      - Who closed the pier?
      - closed by whom
    ru:
      - Кто закрыл пирс?
""",
        """  question:
    en: Who closed the pier?
    ru: Кто закрыл пирс?
""",
    ).replace(
        """  questions:
    en: ["Is the pier open: yes or no?"]
    ru:
      - Открыт ли пирс?
""",
        """  question: {en: "Is the pier open: yes or no?", ru: Открыт ли пирс?}
""",
    )
    contents["facts/repair.yaml"] = MORE_FACTS.replace(
        """  questions:
    en:
      - "no"
    ru:
      - Зачем ремонт?
""",
        """  question:
    en: "no"
    ru: Зачем ремонт?
""",
    )
    contents["phrasings/pier-closed.yaml"] = "- origin: a curator\n  en:\n    - closed by whom\n"
    contents["evaluation/golden.yaml"] = contents.pop("golden.yaml")
    return contents


def write(folder: Path, contents: dict[str, str] | None = None) -> Path:
    """Write the files of a case (a good one, if none are given) and return its folder."""
    for name, text in (files() if contents is None else contents).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def without_places(base: KnowledgeBase) -> KnowledgeBase:
    """Return a base as it is wherever its files are."""
    return replace(
        base,
        facts={fact.id: replace(fact, location=None) for fact in base.facts.values()},
        unanswered=tuple(replace(one, location=None) for one in base.unanswered),
    )
