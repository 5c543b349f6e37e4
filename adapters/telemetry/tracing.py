"""Spans, with the GenAI semantic conventions of OpenTelemetry.

Texts of questions, passages and answers are in no span unless a setting says so.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TypeAlias

from opentelemetry.context import Context
from opentelemetry.trace import (
    NoOpTracer,
    Span,
    SpanKind,
    Status,
    StatusCode,
    Tracer,
    use_span,
)

from domain.errors import QuothError

Value: TypeAlias = str | int | float | bool | list[str] | None


class Tracing:
    """Starts spans. Those in a span become its children, in the tasks that it starts as well."""

    def __init__(self, tracer: Tracer | None = None, *, content: bool = False) -> None:
        """Create it.

        Args:
            tracer: Where the spans go; None: nowhere.
            content: Whether texts of questions, passages and answers are in the spans.
        """
        self._tracer = tracer or NoOpTracer()
        self._content = content

    @contextmanager
    def span(
        self,
        name: str,
        kind: SpanKind = SpanKind.INTERNAL,
        parent: Context | None = None,
        *,
        current: bool = True,
        **attributes: Value,
    ) -> Iterator["OpenSpan"]:
        """Open a span around a block. An error that leaves the block marks it as failed.

        Args:
            name: Its name, which has few values.
            kind: Its kind.
            parent: The context of its parent; None: the current span is.
            current: Whether spans in the block become its children. A block that is left and
                entered again, as in a generator, cannot have any.
            attributes: Its first attributes, with `__` where their names have a dot.
        """
        span = self._tracer.start_span(name, parent, kind)
        opened = OpenSpan(span, content=self._content)
        opened.say({name.replace("__", "."): value for name, value in attributes.items()})
        entered = use_span(span, record_exception=False, set_status_on_exception=False)
        try:
            with entered if current else nullcontext():
                yield opened
        except BaseException as exc:
            # the message of an exception may repeat its input, so its code is recorded instead
            opened.fail(exc)
            raise
        finally:
            span.end()


class OpenSpan:
    """A span that is open."""

    def __init__(self, span: Span, *, content: bool) -> None:
        self._span = span
        self._content = content

    def say(self, attributes: Mapping[str, Value]) -> None:
        """Set attributes. Those that are None are left out."""
        for name, value in attributes.items():
            if value is not None:
                self._span.set_attribute(name, value)

    def quote(self, name: str, text: Callable[[], str]) -> None:
        """Set an attribute with a text, which is made only if the settings allow it."""
        if self._content and self._span.is_recording():
            self.say({name: text()})

    def rename(self, name: str) -> None:
        """Change the name."""
        self._span.update_name(name)

    def fail(self, error: BaseException) -> None:
        """Mark the span as failed, with the kind of the error."""
        kind = error.code if isinstance(error, QuothError) else type(error).__qualname__
        self.say({"error.type": kind})
        self._span.set_status(Status(StatusCode.ERROR))
