"""The page that every HTML report is. No input or output here."""

from collections.abc import Mapping
from html import escape

from entrypoints.evaluation.reports.tables import shown

# the policy prevents the browser from loading anything, whatever the documents contain
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: auto; padding: 1rem; }}
table {{ border-collapse: collapse; }}
td, th {{ padding: .2rem 1rem .2rem 0; text-align: left; }}
svg {{ width: 100%; font-size: 12px; }}
svg text {{ fill: currentColor; }}
article {{ border-top: 1px solid #8886; padding: .6rem 0; overflow-wrap: anywhere; }}
h3 {{ font-size: 1rem; margin: 0; }}
p, ol {{ margin: .3rem 0; }}
small {{ opacity: .75; }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}</body>
</html>
"""


def page(title: str, body: str) -> str:
    """Return a page that loads no other resource.

    Args:
        title: The title, as text.
        body: What follows it, as HTML.
    """
    return _PAGE.format(title=escape(title), body=body)


def figure_rows(figures: Mapping[str, float]) -> str:
    """Return a row of a table for each metric."""
    return "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(shown(name, value))}</td></tr>"
        for name, value in figures.items()
    )
