"""A model on this machine, in a llama.cpp server that Quoth starts."""
