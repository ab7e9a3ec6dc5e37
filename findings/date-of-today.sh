#!/bin/sh
# A year or a month in a file becomes a day that depends on when the file is read.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "strictyaml==1.7.3"
"$folder/venv/bin/python" - <<'END'
import calendar
import datetime
from importlib.metadata import version

from strictyaml import Datetime, Map, load


def read(text):
    return load(f"date: {text}", Map({"date": Datetime()})).data["date"].date()


before = datetime.date.today()
year, month = read("2011"), read("2011-02")
after = datetime.date.today()


def filled(day, in_month):
    return datetime.date(2011, in_month, min(day.day, calendar.monthrange(2011, in_month)[1]))


print("strictyaml", version("strictyaml"), "read on", after)
print("2011 is read as", year)
print("2011-02 is read as", month)
days = (before, after)
raise SystemExit(year not in [filled(day, day.month) for day in days] or month not in [filled(day, 2) for day in days])
END
