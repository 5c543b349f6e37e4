"""News pages with everything that stands around an article on real ones."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A news page.

    Attributes:
        language: Its language.
        head: What its head says.
        body: Its article as HTML.
        article: The blocks of the article as they are read, in order.
        menu: The words of its menu.
        teasers: The headlines of other articles.
        phrases: The words for sharing, subscribing, the heading of the teasers, the comments, the
            footer, and the banner for cookies.
    """

    language: str
    head: str
    body: str
    article: tuple[str, ...]
    menu: tuple[str, ...]
    teasers: tuple[str, ...]
    phrases: tuple[str, str, str, str, str, str]

    @property
    def around(self) -> tuple[str, ...]:
        """What is not the article."""
        return (*self.menu, *self.teasers, *self.phrases)


GERMAN = Page(
    language="de",
    head=(
        "<title>Die Reiher sind zurück an der Mühle | Tal-Bote</title>"
        '<meta name="author" content="Ada Ried">'
        '<meta property="article:published_time" content="2024-05-03T08:00:00+02:00">'
    ),
    body="""
<h1>Die Reiher sind zurück an der Mühle</h1>
<p class="lead">Drei Paare brüten seit dieser Woche wieder an der alten Mühle, wie die Rangerin des
Tals am Freitag nach einem Rundgang mitteilte.</p>
<p>Elf Jahre lang waren sie fort gewesen. Damals wurde das Wehr erneuert, und der Lärm der Bagger
vertrieb die Vögel in die Auen am Unterlauf, wie aus <a href="https://tal.example/bericht.pdf">den
Bericht</a> der Gemeinde hervorgeht.</p>
<h2>Nester hinter dem Rad</h2>
<p>Die Nester stehen in zwei Erlen hinter dem Mühlrad, wohin kein Weg führt. Die Rangerin bittet
alle Wanderer, bis Ende Juli auf dem anderen Ufer zu bleiben, damit die Jungen in Ruhe wachsen.</p>
<ul><li>Hunde bleiben an der Leine.</li><li>Drohnen bleiben am Boden.</li></ul>
<h2>Zählung</h2>
<p>Gezählt wurden außer den Reihern auch andere Vögel, die am Wasser leben und dort brüten:</p>
<table><tr><th>Vogel</th><th>Paare</th></tr><tr><td>Graureiher</td><td>3</td></tr>
<tr><td>Eisvogel</td><td>1</td></tr></table>
<p>Im nächsten Jahr soll die Mühle selbst erneuert werden, doch erst im Herbst, wenn die Jungen
ausgeflogen sind. Das hat der Gemeinderat in seiner letzten Sitzung einstimmig beschlossen.</p>
""",
    article=(
        "# Die Reiher sind zurück an der Mühle",
        "wie die Rangerin des Tals am Freitag nach einem Rundgang mitteilte.",
        "Elf Jahre lang waren sie fort gewesen.",
        "## Nester hinter dem Rad",
        "Die Nester stehen in zwei Erlen hinter dem Mühlrad, wohin kein Weg führt.",
        "- Hunde bleiben an der Leine.",
        "- Drohnen bleiben am Boden.",
        "## Zählung",
        "| Vogel | Paare |",
        "| Graureiher | 3 |",
        "| Eisvogel | 1 |",
        "Im nächsten Jahr soll die Mühle selbst erneuert werden",
    ),
    menu=("Politik", "Wirtschaft", "Sport", "Wetter"),
    teasers=("Fähre fährt im Winter nicht", "Neue Brücke wird teurer", "Bäckerei sucht Lehrlinge"),
    phrases=(
        "Artikel teilen",
        "Newsletter bestellen",
        "Meistgelesen",
        "Schöner Bericht, danke!",
        "Alle Rechte vorbehalten",
        "Wir verwenden Cookies, um unsere Seiten zu verbessern.",
    ),
)

SPANISH = Page(
    language="es",
    head="<title>Las garzas vuelven al molino - El Valle</title>",
    body="""
<h1>Las garzas vuelven al molino</h1>
<p>Tres parejas de garzas han vuelto esta semana al viejo molino, según contó el viernes la guarda
del valle después de un paseo por la orilla del río.</p>
<h2>Once años fuera</h2>
<p>Las aves se marcharon hace once años, cuando se reparó la presa. El ruido de las máquinas las
echó hacia los sotos del curso bajo, donde criaron desde entonces sin que nadie las molestara.</p>
<p>Los nidos están en dos alisos detrás de la rueda, adonde no llega ningún camino. La guarda pide a
los paseantes que se queden en la otra orilla hasta finales de julio.</p>
<h2>Qué hacer</h2>
<ol><li>Lleve al perro atado.</li><li>No vuele drones.</li></ol>
<p>El propio molino se reparará el año que viene, pero solo en otoño, cuando las crías ya se hayan
ido. Así lo decidió el ayuntamiento por unanimidad en su última sesión.</p>
""",
    article=(
        "# Las garzas vuelven al molino",
        "Tres parejas de garzas han vuelto esta semana al viejo molino",
        "## Once años fuera",
        "Las aves se marcharon hace once años, cuando se reparó la presa.",
        "## Qué hacer",
        "1. Lleve al perro atado.",
        "2. No vuele drones.",
        "El propio molino se reparará el año que viene",
    ),
    menu=("Política", "Economía", "Deportes", "El tiempo"),
    teasers=(
        "El ferri para en invierno",
        "El puente será más caro",
        "La panadería busca aprendices",
    ),
    phrases=(
        "Compartir en redes",
        "Suscríbase al boletín",
        "Lo más leído",
        "Muy buen artículo",
        "Todos los derechos reservados",
        "Utilizamos cookies propias y de terceros.",
    ),
)


def page_of(page: Page) -> str:
    """Return the HTML of a news page."""
    share, subscribe, most_read, comment, rights, cookies = page.phrases
    menu = "".join(
        f'<li><a href="/{number}">{word}</a></li>' for number, word in enumerate(page.menu)
    )
    teasers = "".join(
        f'<li><a href="/story/{number}"><h3>{words}</h3></a></li>'
        for number, words in enumerate(page.teasers)
    )
    return f"""<!doctype html>
<html lang="{page.language}"><head><meta charset="utf-8">{page.head}
<style>.a{{color:red}}</style><script>var a = "<p>{rights}</p>";</script></head><body>
<div id="cookie-consent" class="banner"><p>{cookies}</p><button>OK</button></div>
<header class="site"><a href="/">Logo</a><nav class="main-menu"><ul>{menu}</ul></nav></header>
<div class="wrap"><main><article class="story">{page.body}
<div class="share-buttons"><a href="https://share.example">{share}</a></div></article>
<form class="newsletter-signup"><label>{subscribe}</label><input name="mail"></form>
<section id="comments" class="comments"><div class="comment"><p>{comment}</p></div></section></main>
<aside class="sidebar"><h2>{most_read}</h2><ul>{teasers}</ul></aside></div>
<footer><ul>{menu}</ul><p>© 2024 {rights}</p></footer></body></html>"""
