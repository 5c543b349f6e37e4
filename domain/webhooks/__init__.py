"""Webhooks: what other programs are told of, how it is signed, and when it is tried again."""
