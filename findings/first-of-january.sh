#!/bin/sh
# A page published on 27 July, said in Ukrainian or Russian words after the word published, is dated 1 January.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "trafilatura==2.3.1" "htmldate==1.11.0" "dateparser==1.5.0" "lxml_html_clean==0.4.6"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from trafilatura import extract_metadata

LINES = (
    "Published 27 July 2011",
    "27 липня 2011",
    "Опубліковано 27.07.2011",
    "Опубліковано 27 липня 2011",
    "Опубликовано 27 июля 2011",
)
story = "Суд вирішив справу на користь позивача. " * 20
page = "<html><head><title>Суд</title></head><body><article><h1>Суд</h1><p>{}</p><p>{}</p></article></body></html>"
print("trafilatura", version("trafilatura"), "with htmldate", version("htmldate"))
seen = [extract_metadata(page.format(line, story)).date for line in LINES]
for line, date in zip(LINES, seen, strict=True):
    print(line, "->", date)
raise SystemExit(seen != ["2011-07-27"] * 3 + ["2011-01-01"] * 2)
END
