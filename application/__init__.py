"""The use cases, grouped by feature, and the ports that they need."""
