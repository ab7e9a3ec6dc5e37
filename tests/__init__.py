"""What all tests and benchmarks share: one thread for numpy, and how hypothesis looks for counter-examples."""

import os

from hypothesis import settings

from bot.__main__ import use_one_blas_thread

# As the command does: what is measured here is what people get.
use_one_blas_thread(os.environ)
# A busy machine is slow, which is no fault of the product; and what was found can be tried again from the log.
settings.register_profile("casewire", deadline=None, print_blob=True)
settings.load_profile("casewire")
