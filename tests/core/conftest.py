"""Properties are about what is true, not about how long it takes on a busy machine."""

from hypothesis import settings

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")
