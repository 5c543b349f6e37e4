"""Tests of answering by quoting."""
