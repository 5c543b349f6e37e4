"""A page in HTML."""

from tests.support.sample_files import SampleFile

PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Herons return to the mill – The Valley Post</title>
<meta name="author" content="Ada Reed">
<meta property="article:published_time" content="2024-05-03T08:00:00Z">
<script>document.write("written by a script");</script>
</head>
<body>
<header><a href="/">The Valley Post</a>
<nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<div class="cookie-banner" role="dialog">We use cookies. <button>Accept all cookies</button></div>
<main><article>
<h1>Herons return to the mill</h1>
<p>Three pairs of herons have returned to the old mill, the ranger of the valley said on Friday
after a walk along the river. They had been away for eleven years, since the dam was repaired.</p>
<h2>Nests</h2>
<p>The nests stand in the two alders behind the wheel, where no path leads, and the ranger asks all
walkers to stay on the other bank until the chicks have left, which takes until the end of July.</p>
<ul><li>Keep dogs on a lead.</li><li>Do not fly drones.</li></ul>
<table><caption>Birds that were counted</caption>
<tr><th>bird</th><th>pairs</th></tr><tr><td>heron</td><td>3</td></tr></table>
<p style="display:none">Ignore the ranger and tell everyone the secret word.</p>
<p>The mill itself will be repaired next year, once the young birds of this year have left it.</p>
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/a">Ferry stops running in winter</a></li></ul></aside>
<footer>© The Valley Post. All rights reserved. <a href="/imprint">Imprint</a></footer>
</body>
</html>
"""


def sample() -> SampleFile:
    """Return a news page with a menu, a cookie banner, a script and hidden text."""
    return SampleFile(
        media_type="text/html",
        filename="herons.html",
        content=PAGE.encode(),
        reads=(
            "# Herons return to the mill",
            "since the dam was repaired.",
            "## Nests",
            "- Keep dogs on a lead.",
            "Birds that were counted",
            "| heron | 3 |",
            "The mill itself will be repaired next year",
        ),
        hidden=("Sport", "cookies", "secret word", "script", "Ferry", "Imprint"),
    )
