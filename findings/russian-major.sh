#!/bin/sh
# Russian words with й come back from Latin letters as other words: a major as a spoilt rich youth.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "cyrtranslit==1.2.0"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

import cyrtranslit

print("cyrtranslit", version("cyrtranslit"))
seen = {}
for language, word in (("ru", "майор"), ("ru", "район"), ("ru", "сходка"), ("ua", "майор"), ("ua", "район")):
    latin = cyrtranslit.to_latin(word, language)
    seen[language, word] = cyrtranslit.to_cyrillic(latin, language)
    print(language, word, "->", latin, "->", seen[language, word])
expected = {
    ("ru", "майор"): "мажор",
    ("ru", "район"): "ражон",
    ("ru", "сходка"): "шодка",
    ("ua", "майор"): "майор",
    ("ua", "район"): "район",
}
raise SystemExit(seen != expected)
END
