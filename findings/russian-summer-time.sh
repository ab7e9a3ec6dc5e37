#!/bin/sh
# In Russian and Bulgarian the name of a place's time always says summer time, in January and where there is none.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "babel==2.19.0" "tzdata==2026.6"
"$folder/venv/bin/python" - <<'END'
import datetime
from importlib.metadata import version

from babel.dates import format_datetime, get_timezone, get_timezone_location

january = datetime.datetime(2026, 1, 15, tzinfo=datetime.UTC)
print("Babel", version("babel"))
seen = {}
for language in ("en", "uk", "bg", "ru"):
    place = get_timezone_location("Europe/Moscow", locale=language)
    winter = format_datetime(january, "VVVV", tzinfo=get_timezone("Europe/Kyiv"), locale=language)
    print(language, "|", place, "|", winter)
    seen[language] = place, winter
raise SystemExit(
    not all(text.endswith("летнее время") for text in seen["ru"])
    or not all("лятно" in text for text in seen["bg"])
    or seen["uk"] != ("час: Росія (Москва)", "час: Україна (Київ)")
)
END
