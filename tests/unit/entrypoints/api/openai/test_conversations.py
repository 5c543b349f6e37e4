"""Reading what clients send as conversations and tasks."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from entrypoints.api.openai.conversations import ChatMessage, ContentPart, asked_in, prompt_of
from entrypoints.api.openai.tasks import empty_result, is_task

ROLES = st.sampled_from(["system", "developer", "user", "assistant", "tool", ""])
PARTS = st.lists(st.builds(ContentPart, st.just("text"), st.none() | st.text(max_size=5)))
MESSAGES = st.lists(
    st.builds(ChatMessage, ROLES, st.none() | st.text(max_size=5) | PARTS), max_size=6
)


@given(MESSAGES)
def test_the_question_is_the_last_message_of_the_user(messages: list[ChatMessage]) -> None:
    """What stands before it is the history, without blank messages and other roles."""
    if all(each.role != "user" for each in messages):
        with pytest.raises(InvalidInput):
            asked_in(messages)
        return
    asked = asked_in(messages)
    last = max(place for place, each in enumerate(messages) if each.role == "user")
    assert asked.question == asked_in(messages[last : last + 1]).question
    assert len(asked.history) <= last
    assert all(each.content.strip() for each in asked.history)
    assert len(prompt_of(messages)) <= len(messages)


@pytest.mark.parametrize(
    ("form", "empty"),
    [
        ('JSON format: { "title": "your concise title here" }', {"title": ""}),
        ('JSON format: { "tags": ["tag1", "tag2", "tag3"] }', {"tags": []}),
        ('{ "follow_ups": ["Question 1?"] }', {"follow_ups": []}),
    ],
)
def test_a_task_that_nobody_does_has_an_empty_result(form: str, empty: object) -> None:
    """The result has the form that the task asks for, and nothing in it."""
    task = f"### Task:\nSuggest something.\n### Output:\n{form}\n### Chat History:\nUSER: Hi"
    assert is_task(task)
    assert json.loads(empty_result(task)) == empty


def test_a_question_is_no_task() -> None:
    """Only the mark at the beginning makes a task; one without a form gets no words."""
    assert not is_task("What is ### Task: for?")
    assert empty_result("### Task: sing") == ""
