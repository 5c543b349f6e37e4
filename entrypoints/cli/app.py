"""All commands of `quoth`, in the order of its help."""

import sys
from typing import Annotated

import typer

from domain.errors import QuothError
from entrypoints.cli import (
    access,
    adding,
    asking,
    auditing,
    documents,
    evaluation,
    feedback,
    indexing,
    jobs,
    limits,
    models,
    quotas,
    saving,
    server,
    usage,
    webhooks,
)
from entrypoints.cli.on_this_machine import OnThisMachine
from entrypoints.cli.running import chosen, errors
from quoth import QuothError as ClientError


def choose(
    key: Annotated[
        str | None,
        typer.Option(
            metavar="KEY",
            help="The key for the server. Better set QUOTH_API_KEY: others on this machine can see"
            " the options of a command.",
        ),
    ] = None,
    workspace: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Work in this workspace of the data directory. By default that of"
            " QUOTH_WORKSPACE, or `default`. With a key, in that of the key.",
        ),
    ] = None,
) -> None:
    """Read the options that stand before the command."""
    chosen.update({"QUOTH_API_KEY": key, "QUOTH_WORKSPACE": workspace})


app = typer.Typer(
    callback=choose,
    help="Quoth answers questions from your own documents and quotes its sources.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
on_keys = typer.Typer(help="The keys by which programs act on a server.", no_args_is_help=True)
on_workspaces = typer.Typer(help="The workspaces that keep libraries apart.", no_args_is_help=True)
on_documents = typer.Typer(help="Who may read a document.", no_args_is_help=True)
on_collections = typer.Typer(help="Who may read a collection.", no_args_is_help=True)
on_feedback = typer.Typer(help="What people say about answers.", no_args_is_help=True)
on_jobs = typer.Typer(help="The work on documents that is not done.", no_args_is_help=True)
on_webhooks = typer.Typer(help="Addresses that are told of events.", no_args_is_help=True)
on_quotas = typer.Typer(help="What a workspace may have and use.", no_args_is_help=True)
on_index = typer.Typer(help="The distributed index of passages.", no_args_is_help=True)
on_audit = typer.Typer(help="The audit log: who did what.", no_args_is_help=True)

app.command(cls=OnThisMachine)(server.serve)
app.command(cls=OnThisMachine)(server.worker)
app.command(cls=OnThisMachine)(server.embedder)
app.command(cls=OnThisMachine)(server.migrate)
app.command()(adding.ingest)
app.command()(adding.sync)
app.command("ray-ingest", cls=OnThisMachine)(adding.ray_ingest)
app.command("list")(documents.list_all)
app.command()(documents.show)
app.command()(documents.language)
app.command()(documents.delete)
app.command()(asking.ask)
app.command()(asking.chat)
app.command()(asking.search)
app.command("eval", cls=OnThisMachine)(evaluation.evaluate)
app.add_typer(on_feedback, name="feedback")
on_feedback.command()(feedback.export)
app.command(cls=OnThisMachine)(models.reindex)
app.command(cls=OnThisMachine)(models.calibrate)
app.command()(usage.usage)
app.command(cls=OnThisMachine)(server.doctor)
app.command(cls=OnThisMachine)(server.mcp)
app.command(cls=OnThisMachine)(saving.backup)
app.command(cls=OnThisMachine)(saving.restore)
app.command(cls=OnThisMachine)(saving.export)
app.add_typer(on_documents, name="document")
on_documents.command("limit")(limits.limit_document)
app.add_typer(on_collections, name="collection")
on_collections.command("limit")(limits.limit_collection)
app.add_typer(on_jobs, name="jobs")
on_jobs.command("list")(jobs.list_all_jobs)
on_jobs.command()(jobs.retry)
on_jobs.command()(jobs.cancel)
app.add_typer(on_webhooks, name="webhooks")
on_webhooks.command("list")(webhooks.list_all_webhooks)
on_webhooks.command()(webhooks.add)
on_webhooks.command()(webhooks.remove)
on_webhooks.command()(webhooks.pause)
on_webhooks.command()(webhooks.resume)
on_webhooks.command("test")(webhooks.send_test)
on_webhooks.command()(webhooks.deliveries)
on_webhooks.command()(webhooks.retry)
app.add_typer(on_keys, name="key")
on_keys.command(cls=OnThisMachine)(access.create)
on_keys.command("list", cls=OnThisMachine)(access.list_all)
on_keys.command(cls=OnThisMachine)(access.revoke)
app.add_typer(on_workspaces, name="workspace")
on_workspaces.command("list", cls=OnThisMachine)(access.list_workspaces)
app.add_typer(on_quotas, name="quota")
on_quotas.command(cls=OnThisMachine)(quotas.show)
on_quotas.command("set", cls=OnThisMachine)(quotas.set_all)
app.add_typer(on_index, name="index")
on_index.command(cls=OnThisMachine)(indexing.verify)
on_index.command(cls=OnThisMachine)(indexing.rebuild)
app.add_typer(on_audit, name="audit")
on_audit.command(cls=OnThisMachine)(auditing.export)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except (QuothError, ClientError) as exc:
        errors.print(f"quoth: {exc.message}", style="red", markup=False, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
