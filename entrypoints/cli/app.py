"""All commands of `quoth`, in the order of its help."""

import sys

import typer

from domain.errors import QuothError
from entrypoints.cli import (
    adding,
    asking,
    auditing,
    documents,
    evaluation,
    jobs,
    models,
    saving,
    server,
    usage,
)
from entrypoints.cli.running import errors
from quoth import QuothError as ClientError

app = typer.Typer(
    help="Quoth answers questions from your own documents and quotes its sources.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
on_jobs = typer.Typer(help="The work on documents that is not done.", no_args_is_help=True)
on_audit = typer.Typer(help="The audit log: who did what.", no_args_is_help=True)

app.command()(server.serve)
app.command()(server.worker)
app.command()(server.migrate)
app.command()(adding.ingest)
app.command()(adding.sync)
app.command("list")(documents.list_all)
app.command()(documents.show)
app.command()(documents.language)
app.command()(documents.delete)
app.command()(asking.ask)
app.command()(asking.chat)
app.command()(asking.search)
app.command("eval")(evaluation.evaluate)
app.command()(models.reindex)
app.command()(models.calibrate)
app.command()(usage.usage)
app.command()(server.doctor)
app.command()(server.mcp)
app.command()(saving.backup)
app.command()(saving.restore)
app.command()(saving.export)
app.add_typer(on_jobs, name="jobs")
on_jobs.command("list")(jobs.list_all_jobs)
on_jobs.command()(jobs.retry)
on_jobs.command()(jobs.cancel)
app.add_typer(on_audit, name="audit")
on_audit.command()(auditing.export)


def main() -> None:
    """Run the command line."""
    try:
        app()
    except (QuothError, ClientError) as exc:
        errors.print(f"quoth: {exc.message}", style="red", markup=False, highlight=False)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
