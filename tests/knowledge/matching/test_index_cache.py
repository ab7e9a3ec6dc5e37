"""What keeping an index promises: the same answers as from a fresh one, whatever became of the file."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Answer
from knowledge.cached_files import KEPT, TABLES
from knowledge.matching.index_cache import load
from knowledge.model import Fact, KnowledgeBase, Name
from tests.benchmarks.bases import base_of
from tests.benchmarks.sets import QuestionSet
from tests.benchmarks.speed import made_up, questions
from tests.knowledge.harbour import harbour

pytestmark = pytest.mark.slow

ASKED = (
    "Why did the Harbour Office refuse the licence?",
    "Сколько жалоб подала Марш?",
    "what happened in June 2019",
    "Tell me about the crew that repaired the hull in winter",
)
BADLY_TYPED = ("why did the harbour ofice refues teh licence", "how do I bake sourdough bread")
Damage = Callable[[Path], None]


@pytest.fixture(scope="module")
def big() -> QuestionSet:
    return made_up(1100)


@pytest.fixture
def worth_keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even the smallest base be kept."""
    monkeypatch.setattr("knowledge.matching.fact_index.MIN_CACHED_PHRASINGS", 1)


def answers(answerer: Answerer, asked: tuple[str, ...] = ASKED) -> list[Answer]:
    return [answerer.answer(question) for question in asked]


FRESH = answers(Answerer(harbour()))


def kept_in(folder: Path) -> Path:
    """Return the newest file of a folder, but for the tables of words."""
    files = (file for file in folder.iterdir() if file.name != TABLES)
    return max(files, key=lambda file: file.stat().st_mtime_ns)


def test_a_kept_index_gives_the_answers_of_a_fresh_one(big: QuestionSet, tmp_path: Path) -> None:
    base, asked = base_of(big), tuple(questions(big, 40))
    expected = answers(Answerer(base), asked)
    assert answers(Answerer(base, cache=tmp_path / "deep" / "cache"), asked) == expected
    assert answers(Answerer(base, cache=tmp_path / "deep" / "cache"), asked) == expected
    assert load(kept_in(tmp_path / "deep" / "cache")) is not None


def test_a_kept_index_is_read_and_not_made_again(
    big: QuestionSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Answerer(base_of(big), cache=tmp_path)
    written = kept_in(tmp_path).stat().st_mtime_ns

    def never(*_: object) -> None:
        raise AssertionError("the index was made again")

    monkeypatch.setattr("knowledge.matching.fact_index.build", never)
    Answerer(base_of(big), cache=tmp_path)
    assert kept_in(tmp_path).stat().st_mtime_ns == written


@pytest.mark.usefixtures("worth_keeping")
def test_names_numbers_dates_passages_and_all_languages_are_kept_too(tmp_path: Path) -> None:
    asked = (*ASKED, *BADLY_TYPED)
    expected = answers(Answerer(harbour()), asked)
    assert answers(Answerer(harbour(), cache=tmp_path), asked) == expected
    assert answers(Answerer(harbour(), cache=tmp_path), asked) == expected


@pytest.mark.usefixtures("worth_keeping")
def test_tables_of_words_are_kept_and_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = (*BADLY_TYPED, "kto otkazal v licenzii", "what did marsch arrange", "хто відмовив у ліцензиї")
    expected = answers(Answerer(harbour(), cache=tmp_path), asked)
    assert expected == answers(Answerer(harbour()), asked)

    def never(*_: object) -> None:
        raise AssertionError("a table was made again")

    for made in (
        "noisy_channel.packed_words",
        "scripts.packed_table",
        "scripts.packed_words",
        "vocabulary.packed_table",
    ):
        monkeypatch.setattr(f"knowledge.spelling.{made}", never)
    assert answers(Answerer(harbour(), cache=tmp_path), asked) == expected


@pytest.mark.usefixtures("worth_keeping")
def test_a_damaged_table_of_words_is_made_again(tmp_path: Path) -> None:
    expected = answers(Answerer(harbour(), cache=tmp_path), BADLY_TYPED)
    tables = {file: file.read_bytes() for file in (tmp_path / TABLES).iterdir()}
    assert tables
    for file in tables:
        flip(at(0.7), 3)(file)
    assert answers(Answerer(harbour(), cache=tmp_path), BADLY_TYPED) == expected
    assert {file: file.read_bytes() for file in (tmp_path / TABLES).iterdir()} == tables


def test_a_small_base_writes_nothing(tmp_path: Path) -> None:
    assert answers(Answerer(harbour(), cache=tmp_path / "cache")) == FRESH
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("phrasings", "files"), [(999, 0), (1000, 1)])
def test_an_index_is_kept_from_a_thousand_phrasings_on(
    big: QuestionSet, tmp_path: Path, phrasings: int, files: int
) -> None:
    texts = [text for fact in big.phrasings for text in fact][:phrasings]
    Answerer(base_of(replace(big, phrasings=(tuple(texts),), texts=("",))), cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == files


def flip(place: Callable[[Path], int], bit: int = 0) -> Damage:
    """Return what flips one bit of a file."""

    def damage(file: Path) -> None:
        content = bytearray(file.read_bytes())
        content[place(file)] ^= 1 << bit
        file.write_bytes(content)

    return damage


def at(share: float) -> Callable[[Path], int]:
    return lambda file: int(file.stat().st_size * share)


def truncate(share: float) -> Damage:
    def damage(file: Path) -> None:
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])

    return damage


def fill(content: bytes) -> Damage:
    def damage(file: Path) -> None:
        file.write_bytes(content)

    return damage


DAMAGES = [
    pytest.param(truncate(0.0), id="emptied"),
    pytest.param(truncate(0.001), id="cut to a thousandth"),
    pytest.param(truncate(0.5), id="cut in half"),
    pytest.param(truncate(0.99999), id="cut by a few bytes"),
    pytest.param(fill(b"this is no index"), id="a text"),
    pytest.param(fill(bytes(500)), id="zeros"),
    *(pytest.param(flip(at(share), 5), id=f"a bit at {share}") for share in (0.0, 0.0001, 0.3, 0.45, 0.8, 0.99999)),
]


@pytest.fixture
def kept(tmp_path: Path, worth_keeping: None) -> Path:
    """Keep the small base; return the file."""
    Answerer(harbour(), cache=tmp_path / "cache")
    return kept_in(tmp_path / "cache")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_made_again_and_the_answers_stay(kept: Path, damage: Damage) -> None:
    whole = kept.read_bytes()
    damage(kept)
    assert kept.read_bytes() != whole
    assert answers(Answerer(harbour(), cache=kept.parent)) == FRESH
    assert kept_in(kept.parent).read_bytes() == whole


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 0.999999), st.integers(0, 7))
def test_no_bit_can_change_unseen(kept: Path, share: float, bit: int) -> None:
    whole = kept.read_bytes()
    flip(at(share), bit)(kept)
    assert load(kept) is None
    kept.write_bytes(whole)


def test_a_damaged_file_of_a_big_base_is_made_again(big: QuestionSet, tmp_path: Path) -> None:
    base, asked = base_of(big), tuple(questions(big, 10))
    expected = answers(Answerer(base, cache=tmp_path), asked)
    file = kept_in(tmp_path)
    whole = file.read_bytes()
    flip(at(0.6), 4)(file)
    assert answers(Answerer(base, cache=tmp_path), asked) == expected
    assert kept_in(tmp_path).read_bytes() == whole


def test_each_base_has_a_file_of_its_own_and_only_the_newest_stay(big: QuestionSet, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not mine", encoding="utf-8")
    made: list[str] = []
    for number in range(KEPT + 1):
        Answerer(base_of(replace(big, phrasings=(*big.phrasings[:-1], (f"where is ship {number}",)))), cache=tmp_path)
        made += {file.name for file in tmp_path.glob("*.bin")} - {*made}
    assert len(made) == KEPT + 1
    assert {file.name for file in tmp_path.iterdir()} == {*made[1:], "notes.txt"}


def changed(change: Callable[[KnowledgeBase, Fact], Fact | KnowledgeBase]) -> KnowledgeBase:
    """Return the small base with a change to its first fact, or to all of it."""
    base = harbour()
    fact = next(iter(base.facts.values()))
    result = change(base, fact)
    return result if isinstance(result, KnowledgeBase) else replace(base, facts={**base.facts, fact.id: result})


def _other_passage(base: KnowledgeBase, _: Fact) -> KnowledgeBase:
    note = base.documents["note"]
    passages = (*note.passages[:-1], replace(note.passages[-1], text="The crew slept."))
    return replace(base, documents={"note": replace(note, passages=passages)})


def _other_names(base: KnowledgeBase, _: Fact) -> KnowledgeBase:
    name = base.case.names[0]
    names = (replace(name, spellings=("harbour masters",)), *base.case.names[1:])
    return replace(base, case=replace(base.case, names=names))


def _fewer_languages(base: KnowledgeBase, _: Fact) -> KnowledgeBase:
    return replace(base, case=replace(base.case, languages=("en", "ru")))


CHANGES: dict[str, Callable[[KnowledgeBase, Fact], Fact | KnowledgeBase]] = {
    "a phrasing": lambda _, fact: replace(fact, questions={"en": (*fact.questions["en"], "was it refused")}),
    "the language of the phrasings": lambda _, fact: replace(fact, questions={"uk": fact.questions["en"]}),
    "the statement": lambda _, fact: replace(fact, statement={"en": "The licence was lost."}),
    "the statement that becomes a phrasing": lambda _, fact: replace(
        fact, questions={"en": (*fact.questions["en"], fact.statement["en"])}, statement={}
    ),
    "a quote": lambda _, fact: replace(fact, citations=(replace(fact.citations[0], quote="The Harbour Office"),)),
    "a passage": _other_passage,
    "a spelling of a name": _other_names,
    "the languages": _fewer_languages,
}


@pytest.mark.usefixtures("worth_keeping")
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_in_the_base_the_index_is_made_again(
    tmp_path: Path, change: Callable[[KnowledgeBase, Fact], Fact | KnowledgeBase]
) -> None:
    Answerer(harbour(), cache=tmp_path)
    before = kept_in(tmp_path).name
    other = changed(change)
    assert answers(Answerer(other, cache=tmp_path)) == answers(Answerer(other))
    assert kept_in(tmp_path).name != before


@pytest.mark.usefixtures("worth_keeping")
def test_the_same_base_read_again_has_the_same_file(tmp_path: Path) -> None:
    Answerer(harbour(), cache=tmp_path)
    before = kept_in(tmp_path).name
    Answerer(changed(lambda _, fact: replace(fact, related=("complaints",))), cache=tmp_path)
    assert kept_in(tmp_path).name == before


@pytest.mark.usefixtures("worth_keeping")
@pytest.mark.parametrize("part", ["cache", "cache/deeper"])
def test_a_cache_that_is_no_folder_does_no_harm(tmp_path: Path, part: str) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    assert answers(Answerer(harbour(), cache=tmp_path / part)) == FRESH
    assert kept_in(tmp_path).read_text(encoding="utf-8") == "a file"


@pytest.mark.usefixtures("worth_keeping")
def test_a_disk_that_is_full_does_no_harm_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("knowledge.matching.index_cache.Path.replace", full)
    assert answers(Answerer(harbour(), cache=tmp_path)) == FRESH
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


@pytest.mark.usefixtures("worth_keeping")
def test_a_folder_in_the_place_of_the_file_does_no_harm(tmp_path: Path) -> None:
    Answerer(harbour(), cache=tmp_path)
    file = kept_in(tmp_path)
    file.unlink()
    (file / "inside").mkdir(parents=True)
    assert answers(Answerer(harbour(), cache=tmp_path)) == FRESH
    assert kept_in(tmp_path) == file


@pytest.mark.usefixtures("worth_keeping")
def test_bases_of_the_same_words_in_other_places_have_different_files(tmp_path: Path) -> None:
    base = harbour()
    labels = {"en": "Pilot"}
    apart = (Name("tug", "other", labels, ()), Name("buoy", "other", {"en": "Mole"}, ()))
    as_one = (Name("tug", "other", {"en": "Mole"}, ("Pilot", "buoy")),)
    files = []
    for names in (apart, as_one):
        Answerer(replace(base, case=replace(base.case, names=names)), cache=tmp_path)
        files.append(kept_in(tmp_path).name)
    assert files[0] != files[1]
