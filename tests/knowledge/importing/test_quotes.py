"""A quote from an imported document is proven to the character: with one changed it is refused."""

import random

import pytest

from knowledge.casefile.documents import Missing, locate, split_passages
from knowledge.importing.conversion import convert
from knowledge.importing.draft import Source
from knowledge.importing.wording import written
from tests.support.sources.realistic import LANGUAGES, MAKERS, report

MUTATIONS = 25
"""Number of changed characters that are tried in each document."""
_OTHERS = "aеоіx1,.“”\u00e9"


def texts_of(kind: str, language: str) -> list[str]:
    source = Source(kind, MAKERS[kind](report(language, 5), 5))
    return [written(draft.blocks) for draft in convert(source)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MAKERS)
def test_each_paragraph_can_be_quoted_and_no_other_one(kind: str, language: str) -> None:
    chance = random.Random(f"{kind} {language}")
    for text in texts_of(kind, language):
        passages = [passage.text for passage in split_passages("a", text) if len(passage.text) > 60]
        assert passages
        for passage in passages:
            quote = " ".join(passage.split())
            assert not isinstance(locate(quote, "a", text), Missing)
        for _ in range(MUTATIONS):
            quote = " ".join(chance.choice(passages).split())[:200].strip()
            place = chance.choice([place for place, sign in enumerate(quote) if not sign.isspace()])
            other = chance.choice([sign for sign in _OTHERS if sign != quote[place]])
            changed = chance.choice([quote[:place] + other + quote[place + 1 :], quote[:place] + quote[place + 1 :]])
            if changed not in " ".join(text.split()):
                assert isinstance(locate(changed, "a", text), Missing), (quote, changed)
