"""Sends requests to the endpoints of webhooks."""
