"""The API's description as a file, from which the web client's types are made.

python -m tests.support.openapi_file  # writes it; `make types` makes the types as well
"""

import json
from pathlib import Path

from dishka import make_async_container

from entrypoints.api.app import create_api

FILE = Path(__file__).parents[2] / "entrypoints" / "web" / "schema.json"


def current() -> str:
    """Return the description as it is now, apart from the version, which no type depends on."""
    description = create_api(make_async_container()).openapi_schema.to_schema()
    description["info"]["version"] = "0"
    return json.dumps(description, indent=2, sort_keys=True, default=str) + "\n"


if __name__ == "__main__":
    FILE.write_text(current())
