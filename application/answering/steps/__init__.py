"""The steps of an answer, one a file, from the question to the saved response."""
