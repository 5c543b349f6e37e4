"""quoth reindex: change the embedding model of the library, go back, or show what there is."""

from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from application.access.record_action import Action, RecordAction
from application.models.reindex_library import Progress as Built
from application.models.reindex_library import ReindexLibrary, ReindexRequest
from application.ports.embedding_builds import EmbeddingBuilds, LibraryVectors
from application.ports.embedding_models import StoredModel
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line


@dataclass(frozen=True, slots=True)
class ReindexUseCases:
    """What the command needs."""

    reindex: ReindexLibrary
    builds: EmbeddingBuilds
    record: RecordAction


async def change_model(use: ReindexUseCases, model: str | None, console: Console) -> None:
    """Change the model, or go back to the former one, with progress.

    Raises:
        BuildRefused: If that is not possible; nothing was changed.
        Misconfigured: If the model cannot be loaded; nothing was changed.
        Unavailable: If the database becomes unavailable; what was built is stored.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    left = TextColumn("{task.fields[left]}")
    with Progress(*columns, TimeElapsedColumn(), left, console=console) as progress:
        task = progress.add_task("Loading the model", total=None, left="")

        def show(built: Built) -> None:
            progress.update(
                task,
                description="Embedding" if built.done < built.total else "Switching",
                completed=built.done,
                total=built.total,
                left=_left(built.seconds_left),
            )

        source = await use.reindex.execute(ReindexRequest(model, show))
    await use.record.execute(Action("library.reindex"))
    former = (await use.builds.state()).beside
    print_line(console, f"The library is searched with {source.name} now.")
    if former:
        print_line(
            console,
            f"The vectors of {former.model.source.name} stand beside: `quoth reindex --rollback`"
            " goes back to them, `quoth reindex --drop-old` deletes them.",
        )


async def drop_old(use: ReindexUseCases, console: Console) -> None:
    """Delete the vectors that stand beside."""
    dropped = await use.builds.drop()
    if dropped is None:
        print_line(console, "No other vectors stand beside those that are searched.")
    else:
        await use.record.execute(Action("library.drop_vectors"))
        print_line(
            console, f"The vectors of {dropped.model.source.name} are deleted ({dropped.chunks:,})."
        )


async def show_vectors(use: ReindexUseCases, console: Console) -> None:
    """Print which vectors there are."""
    for line in _lines(await use.builds.state()):
        print_line(console, line)


async def print_vectors(use: ReindexUseCases, console: Console) -> None:
    """Print which vectors there are, as JSON."""
    vectors = await use.builds.state()
    beside = vectors.beside
    print_json(
        console,
        {
            "searched": _wire(vectors.live) | {"chunks": vectors.chunks},
            "beside": beside
            and _wire(beside.model) | {"chunks": beside.chunks, "finished": beside.was_live},
        },
    )


def _wire(model: StoredModel) -> dict[str, object]:
    return {"model": model.source.name, "dimension": model.dimension}


def _lines(vectors: LibraryVectors) -> list[str]:
    live, beside = vectors.live, vectors.beside
    lines = [
        f"searched: {live.source.name}, {live.dimension} dimensions, {vectors.chunks:,} chunks"
    ]
    if beside:
        name = beside.model.source.name
        what = (
            "to go back to with --rollback, or to delete with --drop-old"
            if beside.was_live
            else f"not finished: --model {name} goes on, --drop-old deletes them"
        )
        lines.append(
            f"beside: {name}, {beside.model.dimension} dimensions, {beside.chunks:,} of"
            f" {vectors.chunks:,} chunks, {what}"
        )
    return lines


def _left(seconds: float | None) -> str:
    if not seconds:
        return ""
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"about {hours} h {minutes} min left" if hours else f"about {minutes or 1} min left"
