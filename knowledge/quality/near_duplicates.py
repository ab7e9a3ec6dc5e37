"""Near duplicates: phrasings that differ in small words only, of which one is enough."""

from collections.abc import Iterable

from knowledge.language.terms import Kind, Term
from knowledge.matching.fact_index import Index

ContentKey = tuple[str, ...]


def content_key(terms: Iterable[Term], language: str, index: Index) -> ContentKey:
    """Return what a phrasing is but for small words: two with the same are near duplicates in one language.

    Words in another order or form are the same, question words are not: "why" is no "when".
    """
    return tuple(
        sorted({one.key for one in terms if one.kind is Kind.INTERROGATIVE or index.has_content(one, language)})
    )
