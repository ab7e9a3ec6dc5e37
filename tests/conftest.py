"""What all tests share: how hypothesis looks for counter-examples, and a folder for what is made once for all."""

import os
import shutil
import tempfile

import pytest
from hypothesis import settings

from tests.support.shipped import CACHES

# A busy machine is slow, which is no fault of the product; and what was found can be tried again from the log.
# Each run tries other examples, so few of them find in time what many find at once, as `thorough` does.
settings.register_profile("casewire", deadline=None, print_blob=True, max_examples=30)
settings.register_profile("thorough", settings.get_profile("casewire"), max_examples=300)
settings.load_profile("casewire")

_OWN = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder in the first process; workers come after it and have its environment."""
    if CACHES not in os.environ:
        config.stash[_OWN] = os.environ[CACHES] = tempfile.mkdtemp(prefix="casewire-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the folder in the process that made it."""
    if _OWN in config.stash:
        shutil.rmtree(os.environ.pop(CACHES), ignore_errors=True)
