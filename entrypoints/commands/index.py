"""quoth index: compare the distributed index with the library, and write it again."""

from dataclasses import asdict, dataclass

from rich.console import Console
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from application.indexing.compare_index import CompareIndex, Comparison
from application.indexing.rebuild_index import RebuildIndex
from application.ports.workspaces import Workspaces
from domain.access.workspace import Workspace
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line

SHOWN = 100  # the documents of a workspace that are named; --json has all


@dataclass(frozen=True, slots=True)
class IndexUseCases:
    """What the commands need."""

    compare: CompareIndex
    rebuild: RebuildIndex
    workspaces: Workspaces


async def verify(use: IndexUseCases, console: Console, *, as_json: bool = False) -> int:
    """Compare every workspace, and return the exit status: 1 if anything differs.

    Raises:
        Misconfigured: If the settings name no index.
        Unavailable: If the index or the database does not answer.
    """
    found = [
        (each, await use.compare.execute(each.workspace_id)) for each in await use.workspaces.list()
    ]
    if as_json:
        print_json(console, {"workspaces": [_wire(each, compared) for each, compared in found]})
    else:
        for workspace, compared in found:
            for line in _lines(workspace, compared):
                print_line(console, line)
    return 0 if all(compared.is_equal for _, compared in found) else 1


async def rebuild(
    use: IndexUseCases, console: Console, progress_console: Console, *, as_json: bool = False
) -> None:
    """Write every passage again, with progress on a console of its own.

    Raises:
        Misconfigured: If the settings name no index.
        Unavailable: If the index or the database does not answer; what is not written yet waits.
    """
    columns = (TextColumn("Writing the index: {task.completed:,.0f} documents"),)
    with Progress(*columns, TimeElapsedColumn(), console=progress_console) as progress:
        task = progress.add_task("", total=None)
        removed = await use.rebuild.execute(lambda count: progress.advance(task, count))
    if as_json:
        print_json(console, {"removed": removed})
        return
    print_line(console, f"The index is written. {_passages(removed)} left over in it were removed.")


def _lines(workspace: Workspace, compared: Comparison) -> list[str]:
    said = "equal" if compared.is_equal else "DIFFERENT"
    lines = [
        f"{workspace.name}: {said}. Library: {_passages(compared.in_library)}, checksum"
        f" {compared.library_checksum:016x}. Index: {_passages(compared.in_index)}, checksum"
        f" {compared.index_checksum:016x}."
    ]
    if compared.waiting:
        lines.append(f"  {compared.waiting:,} documents wait to be written; they are not compared.")
    lines += [
        f"  {each.document_id}  {each.filename}: {each.missing:,} missing, {each.wrong:,} wrong"
        for each in compared.documents[:SHOWN]
    ]
    if len(compared.documents) > SHOWN:
        lines.append(f"  and {len(compared.documents) - SHOWN:,} documents more")
    if compared.left_over:
        lines.append(f"  {_passages(len(compared.left_over))} that the library does not have")
    if not compared.is_equal:
        lines.append("  `quoth index rebuild` writes the index again. Search works meanwhile.")
    return lines


def _passages(count: int) -> str:
    return "1 passage" if count == 1 else f"{count:,} passages"


def _wire(workspace: Workspace, compared: Comparison) -> dict[str, object]:
    return {
        "workspace": workspace.name,
        "equal": compared.is_equal,
        "library": {
            "passages": compared.in_library,
            "checksum": f"{compared.library_checksum:016x}",
        },
        "index": {"passages": compared.in_index, "checksum": f"{compared.index_checksum:016x}"},
        "waiting": compared.waiting,
        "documents": [
            asdict(each) | {"document_id": str(each.document_id)} for each in compared.documents
        ],
        "left_over": len(compared.left_over),
    }
