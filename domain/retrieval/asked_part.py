"""The part of a long message that asks."""

from domain.text.sentences import is_question, sentence_spans

LONGEST_QUESTION = 250
"""A message of more characters is a letter with a question in it."""

_MOST_SENTENCES = 2


def asked_part(message: str) -> str:
    """Return the last sentences of a long message that ask, or the message.

    What a letter tells before or behind its question would drown the question: its words, and its
    meaning.

    Args:
        message: The message. One without a question mark is returned as it is.
    """
    if len(message) <= LONGEST_QUESTION:
        return message
    sentences = [message[start:end] for start, end in sentence_spans(message)]
    asking = [each for each in sentences if is_question(each)]
    return " ".join(asking[-_MOST_SENTENCES:]) if asking else message
