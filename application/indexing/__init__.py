"""Keeping a distributed index equal to the library."""
