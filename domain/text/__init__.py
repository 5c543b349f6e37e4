"""How prose is read: characters, words, sentences, code."""
