"""Commands that work on the machine on which they are started, and on no other."""

from typing import Any

from typer import BadParameter
from typer.core import TyperCommand

INSTEAD = {
    "serve": "It starts a server: run it on the machine that is to be one.",
    "worker": "It works on the database of its settings: give it the server's QUOTH_DATABASE_URL.",
    "embedder": "It has no library; servers find it by QUOTH_EMBEDDER_URL.",
    "ray-ingest": "It writes into the database: give it the server's QUOTH_DATABASE_URL.",
    "migrate": "It updates the database of its settings: run it where the server runs.",
    "eval": "It measures in a database of its own, with the models of this machine.",
    "reindex": "It writes vectors into the database, hours of them: run it where the server runs.",
    "calibrate": "It measures with the models of this machine: run it where the server runs.",
    "doctor": "It checks this machine; GET /api/health/ says whether a server can answer.",
    "mcp": "It serves the library of this machine; agents reach that of a server at its /mcp.",
    "backup": "It reads the database whole: run it where the server runs.",
    "restore": "It writes the database whole: run it where the server runs.",
    "quota show": "It reads the database; GET /api/me/usage/ says the same of a key's workspace.",
    "quota set": "It writes the database: run it where the server runs.",
    "export": "It reads the database whole: run it where the server runs.",
    "key create": "It makes the first key, too: run it where the server runs, or POST /api/key/.",
    "key list": "It lists those of all workspaces: run it where the server runs, or GET /api/key/.",
    "key revoke": "It finds a key in all workspaces: run it where the server runs, or DELETE it.",
    "workspace list": "Keys know their own workspace alone: run it where the server runs.",
    "index verify": "It reads the database whole: run it where the server runs.",
    "index rebuild": "It reads the database whole: run it where the server runs.",
    "audit export": "It reads the log whole: run it where the server runs, or GET /api/audit/.",
}


class OnThisMachine(TyperCommand):
    """A command without `--server`. Whoever gives it learns why there is none, and what to do."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments."""
        given = args[: args.index("--")] if "--" in args else args
        if any(each == "--server" or each.startswith("--server=") for each in given):
            name = _name(ctx)
            raise BadParameter(f"`quoth {name}` has no --server. {INSTEAD[name]}", ctx)
        return super().parse_args(ctx, args)


def _name(context: Any) -> str:
    """Return the name of a command, after that of its group."""
    names: list[str] = []
    while context.parent is not None:
        names.insert(0, context.info_name)
        context = context.parent
    return " ".join(names)
