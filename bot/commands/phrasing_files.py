"""What the commands for phrasings read, send and write."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.common import fail, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.casefile.golden import GoldenQuestion
    from knowledge.casefile.symbol_table import SymbolTable
    from knowledge.model import Fact, KnowledgeBase


def case_of(knowledge: Path | None) -> Path:
    """Return the folder of the case; the shipped one for None."""
    from knowledge.casefile.shipped import default_case

    return knowledge or default_case()


def read_case(knowledge: Path | None) -> "tuple[KnowledgeBase, SymbolTable]":
    """Read a case with what is known of its files; one with problems ends the process."""
    from knowledge.casefile.loading import KnowledgeError, read
    from knowledge.casefile.symbol_table import SymbolTable

    symbols = SymbolTable()
    base = read(case_of(knowledge), symbols)
    try:
        symbols.problems.raise_if_any()
    except KnowledgeError as error:
        fail(str(error))
    return base, symbols


def evaluation_of(knowledge: Path | None, symbols: "SymbolTable") -> "list[GoldenQuestion]":
    """Return all questions that measure a case that was read."""
    from itertools import chain

    from knowledge.casefile.loading import read_evaluation

    return list(chain.from_iterable(read_evaluation(case_of(knowledge), symbols).values()))


def measured_by(knowledge: Path | None, symbols: "SymbolTable") -> "list[tuple[str, str]]":
    """Return the language and text of all that measures a case that was read, turns of conversations too."""
    from knowledge.casefile.loading import read_talk

    golden = evaluation_of(knowledge, symbols)
    talk = [turn for some in read_talk(case_of(knowledge), symbols).values() for one in some for turn in one.turns]
    return [*((one.language, one.question) for one in golden), *((turn.language, turn.say) for turn in talk)]


def chosen_facts(base: "KnowledgeBase", facts: "Sequence[str]") -> "list[Fact]":
    """Return the facts with some ids, all that hold for none; an unknown one ends the process."""
    from knowledge.casefile.problems import suggestion

    for one in facts:
        if one not in base.facts:
            fail(
                f"The case has no fact {one}; {suggestion(one, base.facts) or 'casewire check lists what it has'}.",
                code=2,
            )
    return [base.facts[one] for one in facts] or list(base.valid)


def weakest_facts(base: "KnowledgeBase", facts: "Sequence[Fact]", count: int) -> "list[Fact]":
    """Return those of some facts that have the worst forecasts."""
    from bot.terminal.case_reports import progress
    from knowledge.quality.forecast import forecast

    with progress() as watch:
        worst = forecast(base, watch).facts
    wanted = {fact.id for fact in facts}
    return [one.fact for one in worst if one.fact.id in wanted][:count]


def sent(texts: "list[str]", config: Path | None, endpoint: str | None, model: str | None) -> "list[str]":
    """Send prompts to the model that the curator named, and return its replies; without one, end the process."""
    from bot.chat_model import ModelError, ask_model
    from bot.terminal.case_reports import progress

    settings = load_settings(config).phrasings
    endpoint, model = endpoint or settings.endpoint, model or settings.model
    if not endpoint or not model:
        missing = "endpoint" if not endpoint else "model"
        fail(
            f"No {missing}: give --{missing}, or set phrasings.{missing} in the configuration. Nothing was sent.",
            code=2,
        )
    key = settings.key.get_secret_value() if settings.key else None
    try:
        with progress() as watch:
            return ask_model(endpoint, model, key, texts, lambda done: watch("asking the model", done, len(texts)))
    except ModelError as error:
        fail(str(error))


def text_of(file: Path) -> str:
    """Return the text of a file, or of standard input for "-"."""
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        fail(f"{file} is no text in UTF-8. Save the reply so.")
