"""Reads the fields of an entry of a case file; reports what is missing, unknown or of the wrong kind."""

import re
from collections.abc import Callable, Iterable
from collections.abc import Sequence as Texts

from knowledge.casefile.languages import Languages
from knowledge.casefile.problems import Problems, nearest, shown, suggestion
from knowledge.casefile.strict_yaml import Node, Scalar, Sequence, Table
from knowledge.casefile.yaml_traps import retyped
from knowledge.edtf import DateError, EventDate, parse_edtf
from knowledge.model import Localized, Location

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ID_LIMIT = 48
"""Maximum length of an id: with a verb before it, it fits the 64 bytes that Telegram allows for a button."""
ID_RULE = f"use small letters a-z, digits and single hyphens, at most {_ID_LIMIT}"
_Read = Callable[[Node, str, Location], str]
"""Reads the text of a node, given what it is called and where its field stands."""
_ASIDE = re.compile(r"\s{2,}# ")
"""What is meant as a comment, and is no rest of the text before it."""
_SHARE = re.compile(r"0(?:\.[0-9]{1,9})?|1(?:\.0{1,9})?")


def is_identifier(text: str) -> bool:
    """Tell whether a text has the shape of an id."""
    return len(text) <= _ID_LIMIT and _ID.fullmatch(text) is not None


class Fields:
    """The fields of one entry, for example of a fact.

    What cannot be read is reported once and read as nothing ("", (), {} or None), so that reading goes on.
    """

    def __init__(
        self, node: Node, what: str, problems: Problems, required: Texts[str], optional: Texts[str] = ()
    ) -> None:
        self.location = node.location
        self._problems = problems
        self._table = node if isinstance(node, Table) else Table(node.location, {}, {})
        if isinstance(node, Table):
            self._check_names(what, required, (*required, *optional))
        else:
            problems.add(node.location, f"{what} must have the fields {', '.join(required)}, but is {_kind(node)}")

    def _check_names(self, what: str, required: Texts[str], allowed: Texts[str]) -> None:
        meant: set[str] = set()
        free = [field for field in allowed if field not in self._table.values]
        for name in (name for name in self._table.values if name not in allowed):
            field = nearest(name, free)
            advice = f"did you mean {field}?" if field else f"remove it; {what} has {', '.join(allowed)}"
            meant.add(field or "")
            self._problems.add(self._table.keys[name], f"{what} has the unknown field {shown(name)}; {advice}")
        for name in required:
            if name not in self._table.values and name not in meant:
                self._problems.add(self.location, f"{what} has no {name}; add it")

    def __contains__(self, name: str) -> bool:
        return name in self._table.values

    def place(self, name: str) -> Location:
        """Return where the value of a field is; where the entry begins if it has no such field."""
        node = self._table.values.get(name)
        return node.location if node else self.location

    def report(self, name: str, message: str) -> None:
        """Note a problem with the value of a field."""
        self._problems.add(self.place(name), message)

    def text(self, name: str) -> str:
        """Return a text, its whitespace folded."""
        node = self._table.values.get(name)
        return self._text(node, name, self._table.keys[name]) if node else ""

    def prose(self, name: str, whole: bool = False) -> str:
        """Return a text that people read, its whitespace folded; what YAML may take otherwise is reported.

        With `whole` no comment may stand behind it; else one may, two spaces apart.
        """
        node = self._table.values.get(name)
        return self._prose(node, name, self._table.keys[name], whole) if node else ""

    def _prose(self, node: Node, name: str, place: Location, whole: bool = False) -> str:
        text = self._text(node, name, place)
        if isinstance(node, Scalar) and node.comment and (whole or not _ASIDE.match(node.comment)):
            message = f"{name} ends before {shown(node.comment)}, which YAML takes for a comment"
            advice = "put the text in quotation marks, or the comment on a line of its own"
            self._problems.add(node.location, f"{message}; {advice}")
        elif isinstance(node, Scalar) and node.is_bare and text and retyped(text):
            message = f"{name} is {text}, which is no text in YAML"
            self._problems.add(node.location, f'{message}; put it in quotation marks: "{text}"')
        return text

    def _text(self, node: Node, name: str, place: Location) -> str:
        if not isinstance(node, Scalar):
            advice = "put it in quotation marks" if isinstance(node, Table) else "write one text"
            self._problems.add(node.location, f"{name} must be one text, but reads as {_kind(node)}; {advice}")
            return ""
        folded = " ".join(node.text.split())
        if not folded:
            self._problems.add(place, f"{name} is empty; fill it in")
        return folded

    def identifier(self, name: str = "id") -> str:
        """Return an id; one of another shape is reported and read as nothing."""
        text = self.text(name)
        if text and not is_identifier(text):
            self.report(name, f"{shown(text)} is not an id; {ID_RULE}")
            return ""
        return text

    def date(self, name: str) -> EventDate | None:
        """Return a date in EDTF."""
        text = self.text(name)
        try:
            return parse_edtf(text) if text else None
        except DateError as error:
            self.report(name, str(error))
            return None

    def one_of(self, name: str, allowed: Iterable[str]) -> str:
        """Return a text that must be one of the texts `allowed`."""
        text, choices = self.text(name), list(allowed)
        if text and choices and text not in choices:
            advice = suggestion(text, choices) or f"use one of {', '.join(choices)}"
            article = "an" if name[0] in "aeiou" else "a"
            self.report(name, f"{shown(text)} is not {article} {name} that can be used; {advice}")
        return text

    def items(self, name: str, empty: bool = False) -> tuple[Node, ...]:
        """Return the entries of a list; only with `empty` may there be none."""
        node = self._table.values.get(name)
        if node is None:
            return ()
        return self._items(node, name, self._table.keys[name], empty)

    def _items(self, node: Node, name: str, place: Location, empty: bool) -> tuple[Node, ...]:
        if isinstance(node, Scalar) and not node.text:
            node = Sequence(place, ())
        if not isinstance(node, Sequence):
            self._problems.add(node.location, f"{name} must be a list (each entry begins with -), not {_kind(node)}")
            return ()
        if not node.items and not empty:
            self._problems.add(place, f"{name} is empty; add at least one entry")
        return node.items

    def texts(self, name: str, empty: bool = False) -> tuple[Scalar, ...]:
        """Return the texts of a list, for example ids, with their places."""
        return self._texts(self.items(name, empty), name, self._text)

    def proses(self, name: str, empty: bool = False) -> tuple[Scalar, ...]:
        """Return the texts of a list that people read, with their places."""
        return self._texts(self.items(name, empty), name, self._prose)

    def _texts(
        self, nodes: Iterable[Node], name: str, read: Callable[[Node, str, Location], str]
    ) -> tuple[Scalar, ...]:
        texts = (Scalar(node.location, read(node, f"an entry of {name}", node.location)) for node in nodes)
        return tuple(text for text in texts if text.text)

    def node(self, name: str) -> Node | None:
        """Return what a field holds as it is written; None if the entry does not have it."""
        return self._table.values.get(name)

    def lists(self, name: str) -> tuple[tuple[Scalar, ...], ...]:
        """Return the texts of a list of lists, of which some may be empty."""
        what = f"an entry of {name}"
        return tuple(
            self._texts(self._items(node, what, node.location, empty=True), what, self._text)
            for node in self.items(name)
        )

    def nested(self, name: str, optional: Texts[str]) -> "Fields":
        """Return the fields of a field that the entry has, all of them optional."""
        return Fields(self._table.values[name], name, self._problems, (), optional)

    def share(self, name: str) -> float:
        """Return a number from 0 to 1."""
        text = self.text(name)
        if text and not _SHARE.fullmatch(text):
            self.report(name, f"{name} must be a number from 0 to 1, for example 0.9, not {shown(text)}")
            return 0.0
        return float(text or 0)

    def localized(self, name: str, languages: Texts[str]) -> Localized:
        """Return a text in each of `languages`."""
        return {
            language: self._prose(node, f"{name} in {language}", key)
            for language, key, node in self._languages(name, languages)
        }

    def localized_scalars(
        self, name: str, languages: Texts[str], whole: bool = False, some: bool = False
    ) -> dict[str, Scalar]:
        """Return a text in each of `languages`, with `some` in any of them, and its place; `whole` as in `prose`."""
        return {
            language: Scalar(node.location, self._prose(node, f"{name} in {language}", key, whole))
            for language, key, node in self._languages(name, languages, some)
        }

    def localized_texts(self, name: str, languages: Texts[str], some: bool = False) -> dict[str, tuple[Scalar, ...]]:
        """Return a list of texts in each of `languages`; in any of them if `some` are enough."""
        found: dict[str, tuple[Scalar, ...]] = {}
        for language, key, node in self._languages(name, languages, some):
            what = f"{name} in {language}"
            found[language] = self._texts(self._items(node, what, key, empty=False), what, self._prose)
        return found

    def _languages(self, name: str, languages: Texts[str], some: bool = False) -> Iterable[tuple[str, Location, Node]]:
        """Yield language, place and value; where the case's languages are not known (empty), any will do."""
        node = self._table.values.get(name)
        if node is None:
            return
        if not isinstance(node, Table):
            example = ", ".join(f"{language}: ..." for language in languages) or "en: ..."
            self._problems.add(node.location, f"{name} must have a text for each language ({example})")
            return
        growing, default = (languages.growing, languages.default) if isinstance(languages, Languages) else ((), "")
        for language in languages:
            if language not in node.values and not some and language not in growing:
                self._problems.add(self._table.keys[name], f"{name} has no {language}; add it")
        for language in sorted(node.values, key=lambda code: code != default) if growing else node.values:
            value = node.values[language]
            if languages and language not in languages:
                message = f"{name} has {shown(language)}, which is no language of the case ({', '.join(languages)})"
                self._problems.add(node.keys[language], f"{message}; remove it")
            else:
                yield language, node.keys[language], value


def _kind(node: Node) -> str:
    match node:
        case Scalar(text=""):
            return "empty"
        case Scalar():
            return "a text"
        case Sequence():
            return "a list"
        case Table():
            return "fields"
