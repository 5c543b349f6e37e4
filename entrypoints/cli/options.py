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
