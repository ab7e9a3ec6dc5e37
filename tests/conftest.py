"""What all tests share: how hypothesis looks for counter-examples."""

from hypothesis import settings

# A busy machine is slow, which is no fault of the product; and what was found can be tried again from the log.
settings.register_profile("casewire", deadline=None, print_blob=True)
settings.load_profile("casewire")
