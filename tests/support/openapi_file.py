"""The OpenAPI schema as a file, from which the types of the TypeScript client are generated.

python -m tests.support.openapi_file  # writes the file; `make types` also generates the types
"""

import json
from pathlib import Path

from dishka import make_async_container

from entrypoints.api.app import create_api

FILE = Path(__file__).parents[2] / "entrypoints/clients/typescript/schema.json"


def current() -> str:
    """Return the current schema without the version, on which no type depends."""
    description = create_api(make_async_container(), []).openapi_schema.to_schema()
    description["info"]["version"] = "0"
    return json.dumps(description, indent=2, sort_keys=True, default=str) + "\n"


if __name__ == "__main__":
    FILE.write_text(current())
