"""Compares all that a fact says with its quotes and documents."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice

from knowledge.factcheck.comparing_dates import date_discrepancies, own_dates, undated
from knowledge.factcheck.comparing_figures import figure_discrepancies
from knowledge.factcheck.comparing_names import NameComparer
from knowledge.factcheck.discrepancies import STATEMENT, TITLE, Discrepancy, FactText
from knowledge.factcheck.evidence import Evidence, Library
from knowledge.factcheck.reader import ClaimReader
from knowledge.factcheck.reversals import reversals
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import tokenize
from knowledge.model import Fact, KnowledgeBase

_HAS_VALUES = re.compile(r"\d|\W[^\W\d_a-zа-яёіїєґ]")
"""What each question has that asks with a number or a name."""
_USUAL = 5
"""Number of statements, of a language, of which one must have a word that tells nothing of a fact; arbitrary."""
_SAMPLE = 200
"""Number of facts whose statements are read for that; arbitrary."""


class FactChecker:
    """Compares the facts of a base, which may have been read in part, with its documents."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base
        documents = base.documents.values()
        languages = dict.fromkeys((*base.case.languages, *sorted(document.language for document in documents)))
        self.reader = ClaimReader(NameIndex(base.case.names, tuple(languages)))
        self.library = Library(base, self.reader)
        self.names = NameComparer(self.reader, base.case.names)

    def discrepancies(self, fact: Fact) -> Iterator[Discrepancy]:
        """Yield what a fact says and its quotes do not; nothing of a fact without a quote that stands."""
        evidence = Evidence(fact, self.library)
        if not evidence.documents:
            return
        own = own_dates(fact, evidence)
        yield from undated(fact, own, evidence)
        yield from self.names.unheard(fact, evidence)
        for text in self._texts(fact):
            yield from figure_discrepancies(text, evidence)
            yield from date_discrepancies(text, evidence, own)
            yield from self.names.discrepancies(text, fact, evidence)
            yield from self.names.unknown(text, evidence)
            if text.field == STATEMENT:
                yield from reversals(text, evidence, self._is_usual)

    def _texts(self, fact: Fact) -> Iterator[FactText]:
        """Yield the statements of a fact and its titles, which stand on buttons."""
        titles = ((code, own[0]) for code, own in fact.questions.items() if own and _HAS_VALUES.search(own[0]))
        for field, texts in ((STATEMENT, fact.statement.items()), (TITLE, titles)):
            for language, text in texts:
                yield FactText(field, language, self.reader.read(text, language))

    def _is_usual(self, stem: str, language: str) -> bool:
        """Whether many statements have a word, which then tells nothing of one fact ("The press release says")."""
        return self._stems[language][stem] > max(2, len(self._sample) // _USUAL)

    @cached_property
    def _sample(self) -> tuple[Fact, ...]:
        return tuple(islice(self._base.facts.values(), _SAMPLE))

    @cached_property
    def _stems(self) -> Mapping[str, Counter[str]]:
        """Language code to how many statements of the sample have each stem."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for fact in self._sample:
            for language, statement in fact.statement.items():
                counts[language].update({token.stem for token in tokenize(clean(statement), language)})
        return counts
