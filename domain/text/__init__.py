"""Reading prose: characters, words, sentences, code."""
