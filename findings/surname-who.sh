#!/bin/sh
# Surnames in the genitive become words that end in the pronoun who, in Ukrainian and in Russian.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "simplemma==2.0.0"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from simplemma import lemmatize

print("simplemma", version("simplemma"))
expected = {
    ("uk", "Вишневського"): "Вишневсьхто",
    ("uk", "Садовського"): "Садовсьхто",
    ("ru", "Чайковского"): "Чайковскто",
    ("ru", "Садовского"): "Садовскто",
    ("uk", "Чайковського"): "Чайковський",
    ("ru", "Вишневского"): "Вишневский",
}
seen = {(language, word): lemmatize(word, lang=language) for language, word in expected}
for (language, word), lemma in seen.items():
    print(language, word, "->", lemma)
raise SystemExit(seen != expected)
END
