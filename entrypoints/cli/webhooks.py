"""Addresses that are told of events."""

from typing import Annotated
from uuid import UUID

import typer

from domain.webhooks.delivery import DeliveryState
from domain.webhooks.webhook import EventType
from entrypoints.cli.library import Target, on_library
from entrypoints.cli.options import JsonOption, ServerOption, VerboseOption
from entrypoints.cli.running import console

WebhookArgument = Annotated[UUID, typer.Argument(help="The id of a webhook.")]


def list_all_webhooks(
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """List the webhooks, with what they are told of."""
    from entrypoints.commands.webhooks import list_webhooks

    on_library(
        lambda quoth: list_webhooks(quoth, console, as_json=as_json), Target(server, verbose)
    )


def add(
    url: Annotated[str, typer.Argument(help="Where events are sent.")],
    event: Annotated[
        list[EventType] | None,
        typer.Option(help="A type of event that is sent. Repeatable; by default, all types."),
    ] = None,
    description: Annotated[str, typer.Option(help="What the webhook is for.")] = "",
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Make a webhook, and print its secret, which is not shown again."""
    from entrypoints.commands.webhooks import add_webhook

    on_library(
        lambda quoth: add_webhook(
            quoth, console, url, event or list(EventType), description, as_json=as_json
        ),
        Target(server, verbose),
    )


def remove(
    webhook: WebhookArgument,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Delete a webhook with its deliveries."""
    from entrypoints.commands.webhooks import remove_webhook

    on_library(
        lambda quoth: remove_webhook(quoth, console, webhook, as_json=as_json),
        Target(server, verbose),
    )


def pause(
    webhook: WebhookArgument,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Let the events of a webhook wait."""
    from entrypoints.commands.webhooks import pause_webhook

    on_library(
        lambda quoth: pause_webhook(quoth, console, webhook, as_json=as_json),
        Target(server, verbose),
    )


def resume(
    webhook: WebhookArgument,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Send the events of a webhook again, after a pause or after its address answered 410."""
    from entrypoints.commands.webhooks import resume_webhook

    on_library(
        lambda quoth: resume_webhook(quoth, console, webhook, as_json=as_json),
        Target(server, verbose),
    )


def send_test(
    webhook: WebhookArgument,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Send a `webhook.test`. `quoth webhooks deliveries` says what became of it."""
    from entrypoints.commands.webhooks import try_webhook

    on_library(
        lambda quoth: try_webhook(quoth, console, webhook, as_json=as_json),
        Target(server, verbose),
    )


def deliveries(
    webhook: WebhookArgument,
    state: Annotated[
        DeliveryState | None, typer.Option(help="Only deliveries in this state.")
    ] = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """List the deliveries to a webhook, the newest first."""
    from entrypoints.commands.webhooks import list_deliveries

    on_library(
        lambda quoth: list_deliveries(quoth, console, webhook, state, as_json=as_json),
        Target(server, verbose),
    )


def retry(
    webhook: WebhookArgument,
    delivery: Annotated[
        list[UUID] | None,
        typer.Argument(help="Ids of deliveries; by default, all that were given up."),
    ] = None,
    as_json: JsonOption = False,
    server: ServerOption = None,
    verbose: VerboseOption = False,
) -> None:
    """Send deliveries again at once, also those that were delivered."""
    from entrypoints.commands.webhooks import retry_deliveries

    on_library(
        lambda quoth: retry_deliveries(quoth, console, webhook, delivery or [], as_json=as_json),
        Target(server, verbose),
    )
