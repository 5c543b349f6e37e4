"""The structure of a text: headings, paragraphs, lists, tables, cards, logs, code."""
