"""Replies are read in whatever form a chat model or a person writes them."""

import pytest

from knowledge.phrasing.replies import read_reply
from knowledge.phrasing.reply_items import Proposal, cleaned
from knowledge.phrasing.targets import targets_of
from tests.knowledge.harbour import harbour

TARGETS = targets_of(harbour())

WANTED = {
    ("why-refused", "en", "What was the ground for the refusal?"),
    ("why-refused", "en", "licence denied why"),
    ("why-refused", "ru", "Из-за чего не дали лицензию?"),
    ("complaints", "en", "number of complaints"),
}

YAML = """
why-refused:
  en:
    - What was the ground for the refusal?
    - licence denied why
  ru:
    - Из-за чего не дали лицензию?
complaints:
  en:
    - number of complaints
"""

FORMS = {
    "yaml": YAML,
    "yaml in a fence, with chatter": f"Sure! Here:\n\n```yaml{YAML}```\n\nLet me know if you need more.",
    "yaml in flow style": 'why-refused: {en: ["What was the ground for the refusal?", licence denied why], '
    "ru: ['Из-за чего не дали лицензию?']}\ncomplaints: {en: [number of complaints]}",
    "yaml as a list of facts": """
- fact: why-refused
  phrasings:
    en:
      - What was the ground for the refusal?
      - "licence denied why"
    ru:
      - Из-за чего не дали лицензию?
- fact: complaints
  phrasings:
    en: [number of complaints]
""",
    "yaml that is broken": YAML.replace("- licence denied why", '- "licence" denied why').replace("denied", "denied"),
    "yaml in Windows lines": "\ufeff" + YAML.replace("\n", "\r\n"),
    "json": """{"why-refused": {"en": ["What was the ground for the refusal?", "licence denied why"],
        "ru": ["Из-за чего не дали лицензию?"]}, "complaints": {"en": ["number of complaints"]}}""",
    "json as a list of objects, with chatter": """Here is the JSON you asked for:
[
  {"id": "why-refused", "language": "en", "questions": ["What was the ground for the refusal?", "licence denied why"]},
  {"id": "why-refused", "language": "ru", "questions": [{"text": "Из-за чего не дали лицензию?"}]},
  {"id": "complaints", "language": "en", "questions": ["number of complaints"]}
]
Hope this helps!""",
    "json under facts": """```json
{"facts": [{"fact": "why-refused", "en": ["What was the ground for the refusal?", "licence denied why"],
 "ru": ["Из-за чего не дали лицензию?"]}, {"fact": "complaints", "en": ["number of complaints"]}]}
```""",
    "markdown headings and bullets": """Of course! I kept them neutral.

### why-refused

**English**
- What was the ground for the refusal?
- licence denied why

**Russian**
- Из-за чего не дали лицензию?

### complaints

**English:**
* number of complaints

Would you like more?""",
    "numbered headings in bold, numbered items": """**1. why-refused**

English:
1. "What was the ground for the refusal?"
2. “licence denied why”

Russian:
1. «Из-за чего не дали лицензию?»

**2. complaints**

English:
1) number of complaints (key words)
""",
    "headings by title": """## Why did the Harbour Office refuse the licence?
en:
- What was the ground for the refusal?  (other words)
- licence denied why
ru:
- Из-за чего не дали лицензию?

## How many complaints did Marsh file?
en:
- number of complaints
""",
    "a nested list": """1. Why did the Harbour Office refuse the licence?
   - en: What was the ground for the refusal?
   - en: licence denied why
   - ru: Из-за чего не дали лицензию?
2. How many complaints did Marsh file?
   - en: number of complaints
""",
    "a table": """| fact | language | phrasing |
|------|:--------:|----------|
| why-refused | en | What was the ground for the refusal? |
| why-refused | en | licence denied why |
| `why-refused` | ru | Из-за чего не дали лицензию? |
| complaints | en | number of complaints |
""",
    "headings with words around the id": """Fact 1: why-refused (Why did the Harbour Office refuse the licence?):
English:
• What was the ground for the refusal?
• licence denied why
Russian:
• Из-за чего не дали лицензию?
Fact 2: complaints:
English:
• number of complaints
""",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_reply_is_read_in_any_sane_form(form: str) -> None:
    found = {(one.owner, one.language, one.text.replace('"', "")) for one in read_reply(FORMS[form], TARGETS)}
    assert found == WANTED


def test_plain_questions_without_a_heading_are_for_the_fact_that_was_named() -> None:
    reply = "Here you go:\n\nWho said no?\nWhat was the reason?\n\nI hope that helps."
    assert [(one.owner, one.text) for one in read_reply(reply, TARGETS, "why-refused")] == [
        ("why-refused", "Who said no?"),
        ("why-refused", "What was the reason?"),
    ]


def test_unanswered_questions_get_ids_of_their_own() -> None:
    reply = "```yaml\nunanswered:\n  ship-owner:\n    en:\n      - Who owns the Aurora?\n      - owner of the ship\n```"
    assert read_reply(reply, TARGETS) == [
        Proposal("ship-owner", "en", "Who owns the Aurora?", unanswered=True),
        Proposal("ship-owner", "en", "owner of the ship", unanswered=True),
    ]
    listed = read_reply("## Unanswered\n\n### ship-owner\n- Who owns the Aurora?\n", TARGETS)
    assert listed == [Proposal("ship-owner", None, "Who owns the Aurora?", unanswered=True)]


def test_styles_named_within_a_fact_are_no_facts() -> None:
    reply = "### why-refused\nFormal:\n- What was the ground for the refusal?\n\n#### Key words\n- refusal ground\n"
    assert [(one.owner, one.text) for one in read_reply(reply, TARGETS)] == [
        ("why-refused", "What was the ground for the refusal?"),
        ("why-refused", "refusal ground"),
    ]


def test_a_heading_that_names_no_fact_keeps_its_phrasings_apart() -> None:
    reply = "### complaints\n- number of complaints\n\n### ship-colour\n- What colour is the ship?\n"
    assert [one.owner for one in read_reply(reply, TARGETS)] == ["complaints", "ship-colour"]


def test_what_yaml_takes_for_an_object_stays_a_question() -> None:
    reply = "complaints:\n  en:\n    - Marsh: how many complaints?\n    - no\n    - 12\n"
    assert [one.text for one in read_reply(reply, TARGETS)] == ["Marsh: how many complaints?", "no", "12"]


@pytest.mark.parametrize(
    ("item", "wanted"),
    [
        ('"Who said no?"', "Who said no?"),
        ("**Who said no?**", "Who said no?"),
        ("[ ] Who said no?", "Who said no?"),
        ("Q3: Who said no?", "Who said no?"),
        ("Who said no? (formal)", "Who said no?"),
        ("Who said no? - plain", "Who said no?"),
        ("«Кто отказал?»,", "Кто отказал?"),
        ('Who said "no"?', 'Who said "no"?'),
        ('did the office say "no"', 'did the office say "no"'),
        ("the captain's complaints", "the captain's complaints"),
    ],
)
def test_marks_around_an_item_go_and_those_within_stay(item: str, wanted: str) -> None:
    assert cleaned(item) == wanted


@pytest.mark.parametrize("reply", ["", "I am sorry, I cannot help with that.", "{", "- [", "|", "```", "\x00", "### "])
def test_a_reply_without_phrasings_proposes_none(reply: str) -> None:
    assert not [one for one in read_reply(reply, TARGETS) if one.text not in {"{", "[", "|"}]
