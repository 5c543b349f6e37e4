"""The fixtures that all tests share."""

from hypothesis import settings

pytest_plugins = ["tests.support.databases", "tests.contracts.stores", "tests.support.models"]

# a slow machine is no failure
settings.register_profile("quoth", deadline=None)
settings.load_profile("quoth")
