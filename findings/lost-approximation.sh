#!/bin/sh
# About 2011, maybe 2011 and 2011 become one and the same date, and are written back without their marks.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "undate==0.8.0"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from undate.converters.edtf import EDTFDateConverter

converter = EDTFDateConverter()
texts = ("2011", "2011~", "2011?", "2011%")
dates = [converter.parse(text) for text in texts]
written = [converter.to_string(date) for date in dates]
print("undate", version("undate"))
for text, date, again in zip(texts, dates, written, strict=True):
    print(f"{text} is read as {date!r} and written as {again}; equal to 2011: {date == dates[0]}")
raise SystemExit(set(written) != {"2011"} or any(date != dates[0] for date in dates))
END
