"""Fixtures for all tests."""

from hypothesis import settings

pytest_plugins = ["tests.support.databases", "tests.contracts.stores", "tests.support.models"]

# no deadline, since slow machines must pass too
settings.register_profile("quoth", deadline=None)
settings.load_profile("quoth")
