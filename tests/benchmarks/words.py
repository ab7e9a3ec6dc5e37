"""Makes the word lists of `knowledge/language/data/` again; see the README there for the sources and their licences.

pip install wordfreq==3.1.1 babel; apt install hunspell hunspell-en-us hunspell-en-gb hunspell-ru hunspell-uk
python -m tests.benchmarks.words
"""

import math
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.language.normalisation import clean, normalise
from knowledge.language.stemmer import stem
from knowledge.language.tokenizer import tokenize

FORMS = {"en": 34_000, "ru": 52_000, "uk": 52_000}
"""Number of the most frequent forms of each language that are read."""
DICTIONARIES = {"en": ("en_US", "en_GB"), "ru": ("ru_RU",), "uk": ("uk_UA",)}
SHORT = 3
"""A word of so few letters is rather a slip: it must be in all of a language's dictionaries, or a frequent name."""
LEAST_FORM = {"en": 2.8, "ru": 3.4, "uk": 3.4}
"""The least Zipf frequency of a word in the list of forms: the inflected languages have many."""
LEAST_NAME = {2: 4.6, 3: 4.0}, 2.8
"""The least Zipf frequency of a name that a dictionary has, by its length; those of countries are listed all."""
PEOPLES = tuple(
    (
        "немец немк німец німк голланд швед англи англі англій французск французьк китайск китайськ грек "
        "греческ грецьк японск японськ чешск чеськ чех поляк польск польськ турецк турецьк турок турк испан "
        "іспан итальян італій швейцар датск данськ норвеж норвез финск фінськ белорус білорус грузин армян "
        "вірмен израил ізраїл евре євре казах киргиз латыш латис литов эстон естон румын румун венгер венгр "
        "угор австри австрі бельгий бельгій канад бразил мексикан инди інді корей кореє вьетнам вєтнам египет "
        "єгипет єгипт турец"
    ).split()
)
"""Beginnings of the names of peoples and of their adjectives, which Russian and Ukrainian do not capitalise."""
ORDINARY_BEGINNINGS = ("дан", "индивид", "індивід", "світ", "груз", "куб", "перо")
ORDINARY = frozenset("того пер ел ела ели мало мала мале мали малий малих малого малі костей кости кость".split())
"""Ordinary words that look like a place or a people."""
ADJECTIVES = tuple("ий ая ое ие ого ому им ой их ими ую ом а е і ої ою у".split())
HEADER = (
    "# Zipf frequency (log10 of occurrences in a billion words), then the {} of that frequency. Made from\n"
    "# wordfreq 3.1.1 (Robyn Speer, CC BY-SA 4.0); see README.md here.\n"
)


def frequent_words(language: str) -> tuple[list[str], list[str]]:
    """Return the frequent words that a spelling dictionary has in lower case, and those it has in capitals only."""
    from wordfreq import top_n_list

    words = [word for word in top_n_list(language, 60_000, wordlist="best") if _is_word(word)]
    dictionaries = DICTIONARIES[language]
    unknown = unknown_words(words, dictionaries)
    for dictionary in dictionaries:
        unknown |= unknown_words([word for word in words if len(word) <= SHORT], (dictionary,))
    names: set[str] = set()
    for capitalise in (str.capitalize, str.upper):
        written = {capitalise(word): word for word in words if word in unknown}
        unwritten = unknown_words([*written], dictionaries)
        names.update(word for form, word in written.items() if form not in unwritten)
    return [word for word in words if word not in unknown], [word for word in words if word in names]


def unknown_words(words: Sequence[str], dictionaries: Sequence[str]) -> set[str]:
    """Return the words that none of some spelling dictionaries has."""
    command = ["hunspell", "-d", ",".join(dictionaries), "-l", "-i", "utf-8"]
    done = subprocess.run(command, input="\n".join(words), text=True, capture_output=True, check=True)
    return set(done.stdout.split())


def _is_word(word: str) -> bool:
    return word.replace("'", "").replace("’", "").isalpha()


def places(language: str) -> dict[str, str]:
    """Return the names of countries and cities that are one word (normalised), each with its stem."""
    from babel import Locale

    locale: Any = Locale(language)
    cities = [zone.get("city", "") for zone in locale.time_zones.values() if isinstance(zone, dict)]
    found = {}
    for name in (*locale.territories.values(), *cities):
        tokens = tokenize(clean(str(name)), language)
        if len(tokens) == 1 and len(tokens[0].word) > 3 and not tokens[0].is_number:
            found[tokens[0].word] = tokens[0].stem
    return found


def is_of_a_place(word: str, language: str, stems: set[str]) -> bool:
    """Whether a Cyrillic word is a place, a people, or an adjective of one."""
    if word.startswith(ORDINARY_BEGINNINGS) or word in ORDINARY:
        return False
    adjective = word.endswith(ADJECTIVES) and ("ск" in word[-6:] or "ськ" in word[-6:])
    roots = {place[: max(4, len(place) - 1)] for place in stems if len(place) >= 4}
    named = adjective and any(word.startswith(root) for root in roots)
    return stem(word, language) in stems or named or word.startswith(PEOPLES)


def make(language: str) -> dict[str, str]:
    """Return the content of a language's lists by the ends of their files' names: stems, forms and names."""
    from wordfreq import zipf_frequency

    known_places = places(language)
    stems = set(known_places.values()) if language != "en" else set()
    counts: dict[str, float] = defaultdict(float)
    common: dict[str, float] = {}
    ordinary, capitalised = frequent_words(language)
    names = {word: zipf_frequency(word, language, "best") for word in known_places}
    for form in capitalised:
        zipf = zipf_frequency(form, language, "best")
        if form.isalpha() and zipf >= LEAST_NAME[0].get(len(form), LEAST_NAME[1]):
            names[normalise(form)] = max(zipf, names.get(normalise(form), 0.0))
    forms = 0
    for form in ordinary:
        cyrillic = any("а" <= letter <= "я" or letter in "іїєґё" for letter in form)
        if cyrillic == (language == "en"):
            continue
        if forms >= FORMS[language]:
            break
        forms += 1
        word = normalise(form)
        zipf = zipf_frequency(form, language, "best")
        if language != "en" and is_of_a_place(word, language, stems):
            names[word] = max(zipf, names.get(word, 0.0))
            continue
        counts[stem(word, language)] += 10**zipf
        if zipf >= LEAST_FORM[language] and len(word) > 1:
            common[word] = max(zipf, common.get(word, 0.0))
    by_stem = {key: math.log10(count) for key, count in counts.items()}
    names = {name: zipf for name, zipf in names.items() if len(name) > 1 and name not in common}
    return {
        "frequencies": HEADER.format("stems") + _bands(by_stem),
        "forms": HEADER.format("words") + _bands(common),
        "names": HEADER.format("names") + _bands(names),
    }


def _bands(frequencies: dict[str, float]) -> str:
    bands: dict[float, list[str]] = defaultdict(list)
    for word, zipf in frequencies.items():
        bands[round(zipf, 1)].append(word)
    return "".join(f"{zipf:.1f} {' '.join(sorted(bands[zipf]))}\n" for zipf in sorted(bands, reverse=True))


def main() -> None:
    """Write the lists."""
    folder = Path(__file__).parents[2] / "knowledge" / "language" / "data"
    for language in FORMS:
        for name, content in make(language).items():
            (folder / language / f"{name}.txt").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
