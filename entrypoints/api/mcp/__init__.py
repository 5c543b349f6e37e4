"""The Model Context Protocol: tools and documents for agents, over HTTP and standard input."""
