#!/bin/sh
# The volume of the Statutes at Large becomes the section of the public law before it, and the page is lost.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "eyecite==2.7.8"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from eyecite import get_citations


def found(text):
    return [(citation.groups["reporter"], citation.groups.get("section"), citation.groups.get("page"))
            for citation in get_citations(text)]


print("eyecite", version("eyecite"))
texts = {
    "Pub. L. No. 112-208, 126 Stat. 1502 (2012)": [("Pub. L.", "126", None)],
    "Pub. L. No. 112-208, § 404, 126 Stat. 1502 (2012)": [("Pub. L.", "404", None), ("Stat.", None, "1502")],
    "42 U.S.C. § 1983, 17 Stat. 13 (1871)": [("U.S.C.", "1983", None), ("Stat.", None, "13")],
    "126 Stat. 1502 (2012)": [("Stat.", None, "1502")],
}
for text in texts:
    print(text, "->", *found(text))
raise SystemExit(any(found(text) != expected for text, expected in texts.items()))
END
