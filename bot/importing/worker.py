"""The process that converts: it limits itself, then reads sources and sends documents until none come."""

import resource
import sys

from bot.importing.messages import read_source, write_drafts, write_refusal
from knowledge.importing.conversion import convert
from knowledge.importing.draft import UnreadableError

_MAX_FILE = 4_000_000
"""Maximum size of a file that the process may write, in bytes: it writes none of its own; arbitrary."""
TOO_LARGE = "needs more memory than is allowed; split it, or save it in a simpler form"
TOO_DEEP = "nests its parts too deeply; save it again with the program that made it, or as plain text"


def limit(memory: int) -> None:
    """Limit the address space, in bytes, and what is written to files; no core is dumped."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, _MAX_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def main(memory: int, largest: int) -> None:
    """Convert what comes on standard input; `largest` is the most that a source may have, in bytes."""
    limit(memory)
    incoming, outgoing = sys.stdin.buffer, sys.stdout.buffer
    while (source := read_source(incoming, largest)) is not None:
        try:
            drafts = convert(source)
        except UnreadableError as error:
            write_refusal(outgoing, str(error))
        except MemoryError:
            write_refusal(outgoing, TOO_LARGE)
        except RecursionError:
            write_refusal(outgoing, TOO_DEEP)
        else:
            write_drafts(outgoing, drafts)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
