"""Asks a chat model behind an endpoint in the form of OpenAI's, which local servers speak too, for phrasings."""

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

import httpx

TIMEOUT = 600.0
"""Maximum seconds that a reply may take: a local model writes slowly; arbitrary."""
MAX_SHOWN = 200
"""Maximum number of characters of a server's own words that are shown."""


class ModelError(Exception):
    """A model cannot be asked; str() says why, and never shows the key."""


def ask_model(
    endpoint: str, model: str, key: str | None, prompts: Iterable[str], watch: Callable[[int], None]
) -> list[str]:
    """Send prompts one by one to a model, and return its replies; `watch` hears how many are there.

    `endpoint` is the root to which /chat/completions is appended, such as http://localhost:11434/v1. Raises
    `ModelError` at the first that fails.
    """
    if urlsplit(endpoint).scheme not in {"http", "https"} or not urlsplit(endpoint).hostname:
        raise ModelError(f"{endpoint} is no address of a model; one looks like http://localhost:11434/v1")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    replies: list[str] = []
    try:
        with httpx.Client(headers=headers, timeout=httpx.Timeout(TIMEOUT, connect=15.0)) as client:
            for prompt in prompts:
                watch(len(replies))
                replies.append(_reply(client, endpoint, model, prompt))
    except (httpx.HTTPError, httpx.InvalidURL, ImportError, OSError) as error:
        raise ModelError(f"{endpoint} cannot be reached: {str(error) or type(error).__name__}") from error
    return replies


def _reply(client: httpx.Client, endpoint: str, model: str, prompt: str) -> str:
    body = {"model": model, "messages": [{"role": "user", "content": prompt}]}
    response = client.post(f"{endpoint.rstrip('/')}/chat/completions", json=body)
    if response.is_error:
        said = " ".join(response.text.split())[:MAX_SHOWN]
        raise ModelError(f"{endpoint} answers {response.status_code} {response.reason_phrase}: {said}")
    try:
        content = response.json()["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{endpoint} does not answer as a chat model does; is /v1 missing at its end?") from error
    if not isinstance(content, str) or not content.strip():
        raise ModelError(f"{endpoint} answers with an empty text")
    return content
