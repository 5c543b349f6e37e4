"""python -m entrypoints: the same as the `quoth` command."""

from entrypoints.cli.app import main

main()
