"""Telling other programs of events: making webhooks and delivering to them."""
