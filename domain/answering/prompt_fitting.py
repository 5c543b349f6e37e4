"""Fitting a prompt into the context window of another model than it was built for."""

from dataclasses import replace

from domain.answering.context_budget import ContextBudget, fit_history, fit_passages
from domain.answering.prompt import Prompt


def fitted(prompt: Prompt, budget: ContextBudget) -> Prompt:
    """Return a prompt of which as much is left as fits a context window.

    The first passages and the newest messages stay, so that each passage keeps its number. One
    passage always stays: a model may refuse it, but cannot answer without any.
    """
    shares, sizes = budget.fitted(), prompt.sizes
    passages = max(1, fit_passages(sizes.passages, shares.documents))
    room = budget.history_beside(system=sizes.system, message=sizes.message)
    history = len(sizes.history) - fit_history(sizes.history, room)
    return replace(
        prompt,
        passages=prompt.passages[:passages],
        history=prompt.history[history:],
        max_answer_tokens=prompt.limits.tokens(shares.answer),
        sizes=replace(sizes, passages=sizes.passages[:passages], history=sizes.history[history:]),
    )
