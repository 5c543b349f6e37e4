"""The request handlers, one file for each resource."""
