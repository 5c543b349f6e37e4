"""The ways in: settings, wiring, the HTTP API and the command line."""
