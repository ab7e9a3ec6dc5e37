#!/bin/sh
# A web address that is also bold becomes a link to an address with HTML tags in it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-telegram-bot==22.8"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from telegram import Message

address = "https://example.org"


def shown(*kinds):
    entities = [{"type": kind, "offset": 0, "length": len(address)} for kind in kinds]
    message = {"message_id": 1, "date": 1700000000, "chat": {"id": 7, "type": "private"}}
    return Message.de_json(message | {"text": address, "entities": entities}, None)


print("python-telegram-bot", version("python-telegram-bot"))
first, second = shown("url", "bold"), shown("bold", "url")
print("address, then bold:", first.text_html_urled)
print("bold, then address:", second.text_html_urled)
print("the first as Markdown:", first.text_markdown_v2_urled)
raise SystemExit(
    first.text_html_urled != f'<a href="<b>{address}</b>"><b>{address}</b></a>'
    or second.text_html_urled != f'<b><a href="{address}">{address}</a></b>'
    or not first.text_markdown_v2_urled.endswith(f"]({address})")
)
END
