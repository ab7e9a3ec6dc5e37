"""The process that has loaded `casewire` and forks for each command; `tests/support/forks.py` asks it to.

A request is JSON and brings a socket and the three streams of the fork. The socket is answered with the fork's process
id and, once it has ended, with its status, as two numbers.
"""

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from typing import Any

import bot
import handlers
import knowledge
from bot.__main__ import main, use_one_blas_thread

LARGEST = 1 << 16
"""Maximum bytes of a request."""
NUMBER = struct.Struct("!q")
_LOADED_BY_NAME = ("alembic.command", "sqlalchemy.dialects.sqlite.aiosqlite")
"""Modules that others import within a function, or by a name that they make up."""
_BEGINS = (".__main__", ".env")
"""Ends of the names of modules that do something when they are imported."""


def load() -> None:
    """Import what any command may need, and keep it out of each fork's garbage collection."""
    use_one_blas_thread(os.environ)
    for package in (bot, handlers, knowledge):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith(_BEGINS) and ".versions" not in module.name:
                importlib.import_module(module.name)
    for name in _LOADED_BY_NAME:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()


def serve(requests: socket.socket) -> dict[str, Any]:
    """Fork for each request and return it in the fork; end the process once nobody can ask any more.

    Between the server and the fork stands a process that waits for its end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        request, descriptors, _, _ = socket.recv_fds(requests, LARGEST, 4)
        if not request:
            sys.exit()
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not os.fork():
            requests.close()
            answers = socket.socket(fileno=descriptors[0])
            if child := os.fork():
                answers.sendall(NUMBER.pack(child))
                answers.sendall(NUMBER.pack(os.waitpid(child, 0)[1]))
                os._exit(0)
            answers.close()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            for number, stream in enumerate(descriptors[1:]):
                os.dup2(stream, number)
                os.close(stream)
            given: dict[str, Any] = json.loads(request)
            return given
        for descriptor in descriptors:
            os.close(descriptor)


def become(request: dict[str, Any]) -> None:
    """Give this process the folder, environment, arguments and streams with which a new one would begin."""
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    sys.argv = ["casewire", *request["arguments"]]
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    load()
    become(serve(socket.socket(fileno=int(sys.argv[1]))))
    main()
