"""The tasks that Open WebUI sends beside each question: a title, tags, further questions.

They are marked by their first line and ask for JSON. They are no questions to the documents.
"""

import json
import re

MARK = "### Task:"

# the form that the task states, such as: JSON format: { "tags": ["one", "two"] }
_FIELD = re.compile(r"""\{\s*["'](\w+)["']\s*:\s*(\[)?""")


def is_task(question: str) -> bool:
    """Return whether a message is a task and no question."""
    return question.lstrip().startswith(MARK)


def empty_result(task: str) -> str:
    """Return the result of a task that nobody does, in the form that it asks for.

    Open WebUI then shows the beginning of the question as the title, and no tags.
    """
    field = _FIELD.search(task)
    return json.dumps({field[1]: [] if field[2] else ""}) if field else ""
