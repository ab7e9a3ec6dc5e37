"""What admins see of a reload: what is served now, or why the old base stays."""

from html import escape

from handlers.reloads import Fallen, ReloadResult
from handlers.replies.fitting import Reply, shorten
from handlers.texts import say

_PROBLEMS = 5
"""Maximum number of problems that are shown; arbitrary."""
_LENGTH = 3000
"""Maximum length of the problems in UTF-16 units; arbitrary."""


def render_reload(result: ReloadResult, language: str) -> Reply:
    """Return what came of a reload."""
    new, changed, gone = result.changes
    text = say(
        language,
        f"reload_{result.outcome}",
        number=result.number,
        facts=result.facts,
        new=new,
        changed=changed,
        gone=gone,
    )
    lines = [text, *(_fallen(fall, language) for fall in result.fallen)]
    problems = shorten("\n".join(result.problems[:_PROBLEMS]), _LENGTH)
    return Reply(escape("\n".join(filter(None, [*lines, problems]))))


def _fallen(fall: Fallen, language: str) -> str:
    return say(language, f"reload_{fall.name}", before=f"{fall.before:.1%}", after=f"{fall.after:.1%}")
