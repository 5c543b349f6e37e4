"""Options that several commands have."""

from typing import Annotated, TypeAlias

import typer

CollectionOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(help="Only documents in this collection, by name or id. Repeatable: in one."),
]
MetadataOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(help='Only documents with this metadata, e.g. "author=Ada". Repeatable.'),
]
ModelOption: TypeAlias = Annotated[
    str | None, typer.Option(help="The model that is to answer; by default that of the library.")
]
ServerOption: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="Work on the library of this server. By default that of QUOTH_SERVER, or of the data"
        " directory.",
    ),
]
VerboseOption: TypeAlias = Annotated[
    bool, typer.Option("--verbose", help="Say on standard error which library is used, and how.")
]
JsonOption: TypeAlias = Annotated[
    bool, typer.Option("--json", help="Print JSON, with the names of the API.")
]
