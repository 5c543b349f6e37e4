"""The entry points: settings, wiring, the HTTP API and the command line."""
