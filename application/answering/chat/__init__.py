"""Answers and rewritten questions from a chat model, whoever provides it."""
