"""Chat models of vendors and of servers, each by the official SDK of its protocol."""
