"""Measures search and answers on a set of questions with known documents."""
