"""Tests of the adapter for Ray, none of which needs it."""
