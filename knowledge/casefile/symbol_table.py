"""What a case has defined so far while it is read: ids, texts and wordings, each with its place."""

from collections import Counter
from dataclasses import dataclass, field

from knowledge.casefile.problems import Problem, Problems, shown, suggestion
from knowledge.casefile.strict_yaml import Scalar
from knowledge.factcheck.checker import FactChecker
from knowledge.model import Fact, Location


@dataclass(slots=True)
class DefinedIds:
    """The ids of one kind that a case defines, and where; checks what refers to them."""

    noun: str
    problems: Problems
    places: dict[str, Location] = field(default_factory=dict)
    complete: bool = True
    """False once a definition is wrong: an unknown id may be meant by it then, and is not reported."""

    def define(self, identifier: str, location: Location) -> None:
        """Note a definition; an id that is defined already is a problem."""
        if not identifier:
            self.complete = False
        elif first := self.places.get(identifier):
            self.problems.add(location, f"the {self.noun} {identifier} is already at {first}; give one another id")
            self.complete = False
        else:
            self.places[identifier] = location

    def refer(self, identifier: str, location: Location) -> None:
        """Note a reference; one to an id that is not defined is a problem."""
        if identifier and self.complete and identifier not in self.places:
            advice = suggestion(identifier, self.places) or f"define it or use the id of another {self.noun}"
            self.problems.add(location, f"there is no {self.noun} {shown(identifier)}; {advice}")


class SymbolTable:
    """What has been read of a case, so that the parts read later can be checked against it."""

    def __init__(self) -> None:
        self.problems = Problems()
        self.languages: tuple[str, ...] = ()
        """The languages of the case; empty where they could not be read, and then any will do."""
        self.topics = DefinedIds("topic", self.problems)
        self.names = DefinedIds("name", self.problems)
        self.documents = DefinedIds("document", self.problems)
        self.facts = DefinedIds("fact", self.problems)
        self.unanswered = DefinedIds("unanswered question", self.problems)
        self.texts: dict[str, str] = {}
        """Document id to its text."""
        self.spellings: dict[str, tuple[str, Location]] = {}
        """Folded spelling to the id of its name and its place."""
        self.readings: dict[str, tuple[str, Scalar]] = {}
        """The words of a spelling or label, as questions are read, to the id of its name and where it stands."""
        self.phrasings: dict[str, tuple[str, Location]] = {}
        """Folded phrasing to whose it is ("the fact ...") and its place."""
        self.origins: Counter[str] = Counter()
        """Who or what wrote phrasings, to how many; without the few that stand beside their fact."""
        self.places: dict[tuple[str, str, str], Location] = {}
        """Fact id, field and language ("" for a field without one) to where it is written."""
        self.checker: FactChecker | None = None
        """What has compared the facts with their documents, and knows both."""
        self.remarks: list[Problem] = []
        """What may be wrong with facts, and keeps nothing from loading."""
        self.unread: list[Problem] = []
        """Files beside those that are read, which may be meant to be."""
        self.old_form: list[Location] = []
        """Where the case is written in the older form, which `casewire migrate-case` turns into today's."""
        self.drafts: dict[str, Fact] = {}
        """Facts that nobody has approved, by their ids; they may lack anything, and are told to nobody."""
        self.lacking: list[Problem] = []
        """What keeps drafts from being facts."""

    def apart(self) -> "SymbolTable":
        """Return a table that knows as much as this one, and enters and notes nothing here."""
        other = SymbolTable()
        for name in ("topics", "names", "documents", "facts", "unanswered"):
            own: DefinedIds = getattr(self, name)
            setattr(other, name, DefinedIds(own.noun, other.problems, dict(own.places), own.complete))
        other.languages, other.texts = self.languages, self.texts
        other.phrasings = dict(self.phrasings)
        return other
