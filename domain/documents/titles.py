"""The title of a document, from its text."""

import re

SEARCHED_CHARS = 4_000
"""How far into a text its title is looked for: a later heading is that of a part."""

MAX_TITLE_LENGTH = 200

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<fields>(?:.*\n)*?)---[ \t]*(?:\n|$)")
_FIELD = re.compile(r"^title[ \t]*:[ \t]*(?P<title>\S.*)$", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<hashes>\S.*)$|^ {0,3}(?P<lined>\S.*)\n {0,3}(?:=+|-{2,})[ \t]*$",
    re.MULTILINE,
)


def title_of(text: str) -> str | None:
    """Return the title of a document: that of its front matter, or else its first heading."""
    beginning = text[:SEARCHED_CHARS]
    front = _FRONT_MATTER.match(beginning)
    if front and (field := _FIELD.search(front["fields"])):
        title = field["title"].strip(" \t\r\"'")
    else:
        heading = _HEADING.search(beginning, front.end() if front else 0)
        if heading is None:
            return None
        title = (heading["hashes"] or heading["lined"]).strip(" \t\r#")
    return title[:MAX_TITLE_LENGTH] or None
