#!/bin/sh
# Two of three libraries repeat letters when an inner entity is listed before the outer one that begins with it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "python-telegram-bot==22.8" "aiogram==3.31.0" "pyTelegramBotAPI==4.37.1"
"$folder/venv/bin/python" - <<'END'
from importlib.metadata import version

import aiogram.types
import telebot.types
import telegram

text = "Суд рішив"
entities = [{"type": "italic", "offset": 0, "length": 3}, {"type": "bold", "offset": 0, "length": 9}]
chat = {"id": 7, "type": "private"}


def shown(listed):
    message = {"message_id": 1, "date": 1700000000, "chat": chat, "text": text, "entities": listed}
    return {
        "python-telegram-bot": telegram.Message.de_json(message, None).text_html,
        "aiogram": aiogram.types.Message.model_validate(message).html_text,
        "pyTelegramBotAPI": telebot.types.Message.de_json(message).html_text,
    }


right = "<b><i>Суд</i> рішив</b>"
inner_first, outer_first = shown(entities), shown(entities[::-1])
print("The same bold sentence with an italic word, as HTML; right is", right)
for package in inner_first:
    print(f"{package} {version(package)}: outer first {outer_first[package]}  inner first {inner_first[package]}")
wrong = [package for package, html in inner_first.items() if html != right]
raise SystemExit(wrong != ["python-telegram-bot", "aiogram"] or set(outer_first.values()) != {right})
END
