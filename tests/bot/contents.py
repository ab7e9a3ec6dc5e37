"""Contents of notices as the storage keeps them, where a test does not care what they say."""

from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.content import packed


def content(text: str) -> str:
    """Return the packed content of a notice that says a text, and why it was changed."""
    words = {"en": text}
    return packed(Notice("news", parse_edtf("2021-03-01"), "news", words, words, correction={"en": "It was wrong."}))


TEXT, OTHER = content("text"), content("other")
REPAIRER_NOTICE = """date: 2020-06-01
kind: news
headline:
  en: What is known of the repair
  ru: Что известно о ремонте
summary:
  en: The note says that the pier needs repair.
  ru: В записке сказано, что пирсу нужен ремонт.
facts: [pier-repairer]
"""
