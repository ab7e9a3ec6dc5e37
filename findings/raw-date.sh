#!/bin/sh
# A date that CSL-JSON gives as a raw text vanishes from the reference, which is not called undated either.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "citeproc-py==0.11.1"
"$folder/venv/bin/python" - <<'END'
import warnings
from importlib.metadata import version

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON


def reference(**date):
    item = {"id": "a", "type": "article-journal", "title": "Про суд", "author": [{"family": "Коваль", "given": "Олена"}]}
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON([item | date]), formatter.plain)
    bibliography.register(Citation([CitationItem("a")]))
    return str(bibliography.bibliography()[0])


warnings.simplefilter("ignore")
parts = reference(issued={"date-parts": [[2011]]})
raw, none = reference(issued={"raw": "2011"}), reference()
print("citeproc-py", version("citeproc-py"))
print("2011 as date-parts:", parts)
print("2011 as raw:       ", raw)
print("no date at all:    ", none)
raise SystemExit("(2011)" not in parts or "no date" not in none or "2011" in raw or "no date" in raw)
END
