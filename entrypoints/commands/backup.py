"""quoth backup and quoth restore: everything that is stored, in one file."""

from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from application.ports.backups import Backup, Backups
from entrypoints.commands.json_output import print_json
from entrypoints.commands.terminal import print_line, shown_size


async def save_backup(
    backups: Backups, file: Path, console: Console, *, replace: bool, as_json: bool = False
) -> None:
    """Write a backup, and print what it holds."""
    with console.status("Writing the backup…") as status:
        made = await backups.save(
            file,
            replace=replace,
            on_table=lambda name: status.update(f"Writing the backup: {name}…"),
        )
    if as_json:
        print_json(console, _wire(file, made))
        return
    print_line(console, f"Wrote {file}: {_contents(made)}, {shown_size(made.size)}.")


async def restore_backup(
    backups: Backups, file: Path, console: Console, *, replace: bool, as_json: bool = False
) -> None:
    """Load a backup, and print what it held."""
    with console.status("Restoring the backup…") as status:
        made = await backups.restore(
            file,
            replace=replace,
            on_table=lambda name: status.update(f"Restoring the backup: {name}…"),
        )
    if as_json:
        print_json(console, _wire(file, made))
        return
    if made.left_out:
        print_line(
            console,
            f"left out, because it is made again when it is needed: {', '.join(made.left_out)}",
            style="yellow",
        )
    when = made.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    print_line(
        console,
        f"Restored {file} of {when}, made by Quoth {made.made_by}: {_contents(made)}. Its vectors"
        f" are those of {made.model}.",
    )


def _contents(made: Backup) -> str:
    documents = f"{made.documents:,} document{'s' * (made.documents != 1)}"
    return f"{documents} and {made.sessions:,} session{'s' * (made.sessions != 1)}"


def _wire(file: Path, made: Backup) -> dict[str, object]:
    return {"file": str(file), **asdict(made)}
