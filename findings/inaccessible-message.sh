#!/bin/sh
# A button below a message that Telegram no longer shows arrives with a message of the class for readable ones.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-telegram-bot==22.8"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

from telegram import InaccessibleMessage, Update

chat, person = {"id": 7, "type": "private"}, {"id": 7, "is_bot": False, "first_name": "Ann"}
gone = {"chat": chat, "message_id": 1, "date": 0}
query = {"id": "1", "from": person, "chat_instance": "1", "data": "x", "message": gone}
pressed = Update.de_json({"update_id": 1, "callback_query": query}, None).callback_query.message
pin = {"message_id": 2, "date": 1700000000, "chat": chat, "from": person, "pinned_message": gone}
pinned = Update.de_json({"update_id": 2, "message": pin}, None).message.pinned_message
print("python-telegram-bot", version("python-telegram-bot"))
print("Both should be an InaccessibleMessage, as the date is 0.")
print("as the message of a callback query:", type(pressed).__name__, "- dated", pressed.date)
print("as a pinned message:", type(pinned).__name__)
raise SystemExit(isinstance(pressed, InaccessibleMessage) or not isinstance(pinned, InaccessibleMessage))
END
