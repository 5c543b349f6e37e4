"""Reading sets of labelled questions."""
