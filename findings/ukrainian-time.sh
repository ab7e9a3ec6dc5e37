#!/bin/sh
# Words for time in Ukrainian: two days in Russian grammar, misspelt weeks, and Wednesday in the accusative.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "humanize==4.17.0" "timeago==1.0.16" "pendulum==3.3.0"
"$folder/venv/bin/python" - <<'END'
import datetime
from importlib.metadata import version

import humanize
import pendulum
import timeago

now = datetime.datetime(2011, 7, 27, 12)
humanize.i18n.activate("uk_UA")
seen = {
    "humanize": [humanize.naturaldelta(datetime.timedelta(days=days)) for days in (2, 62)],
    "timeago": [timeago.format(now - datetime.timedelta(weeks=weeks), now, "uk") for weeks in (2, 3)],
    "pendulum": [pendulum.instance(now).format("dddd", locale=language) for language in ("uk", "ru")],
}
right = {
    "humanize": ["2 дні", "2 місяці"],
    "timeago": ["2 тижні тому", "3 тижні тому"],
    "pendulum": ["середа", "среда"],
}
for package, words in seen.items():
    print(package, version(package), "says", words, "right is", right[package])
raise SystemExit(
    seen
    != {
        "humanize": ["2 дня", "2 місяця"],
        "timeago": ["2 тиждні тому", "3 тиждні тому"],
        "pendulum": ["середу", "среда"],
    }
)
END
