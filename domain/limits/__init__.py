"""How much a client or a workspace may use."""
