"""Words so common that their absence says little, in many languages.

Verbs of being, having, giving and happening, and the names of what a question asks for (its number,
its price, its date): an answer shows these and seldom says the word.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BY_LANGUAGE = {
    "en": """need make made take come came go goes went get got give given use used want know let
        put find found happen happens happened mean means meaning apply applies add added include
        contain hold holds require requires allow allowed permit regulate rule rules change changes
        new step steps list order first number phone price date time day hour name place kind part
        section version release page point points item thing things way note back right well good
        great help please read written text exactly according""",
    "de": """brauche brauchen braucht brauch mache machen macht komme kommt kommen gehe geht gehen
        gebe gab geben gilt gelten regelt regeln steht stehen findet finden statt besagt sagt heißt
        lautet bedeutet bedeuten beträgt betragen bezahlt bezahlen zahlen zahlt kostet kosten öffnet
        geöffnet offen schließt geschlossen beginnt endet dauert erlaubt verboten nötig notwendig
        allein eigentlich jemand nummer preis tag zeit uhr stunde name ort art teil punkt punkte
        liste schritte schritt reihenfolge neu neue alter erste""",
    "fr": """faut falloir besoin trouver trouve trouvent venir vient aller va dit dire signifie
        coûte coûter paye payer ouvre ouvert ferme fermé commence dure permis autorisé interdit
        nouveau nouvelle nom lieu temps heure heures jour date prix montant numéro étape étapes
        liste point points première premier partie article""",
    "es": """necesito necesita hacer hace hacen venir viene ir va dice decir significa cuesta costar
        paga pagar abre abierto cierra cerrado empieza dura permitido prohibido nuevo nueva nombre
        lugar hora horas día fecha precio número paso pasos lista punto puntos primera primero
        parte artículo encuentra encontrar queda""",
    "it": """serve servono bisogna fare fa fanno viene venire va andare dice dire significa costa
        costare paga pagare apre aperto chiude chiuso comincia dura permesso vietato nuovo nuova
        nome luogo ora ore giorno data prezzo numero passo passi lista punto punti prima primo parte
        articolo trova trovare""",
    "pt": """preciso precisa fazer faz fazem vem vir vai ir diz dizer significa custa custar paga
        pagar abre aberto fecha fechado começa dura permitido proibido novo nova nome lugar hora
        horas dia data preço número passo passos lista ponto pontos primeira primeiro parte artigo
        fica encontra""",
    "nl": """nodig maken maakt komt komen gaat gaan geeft geldt zegt zeggen betekent kost kosten
        betaalt betalen open geopend dicht gesloten begint duurt toegestaan verboden nieuw nieuwe
        naam plaats tijd uur dag datum prijs nummer stap stappen lijst punt punten eerste deel
        artikel vind vinden""",
    "pl": """potrzebuję potrzeba trzeba robić robi znaczy mówi kosztuje kosztują płaci otwarte
        otwarta zamknięte zaczyna trwa wolno dozwolone zabronione nowy nowa nazwa miejsce czas
        godzina dzień data cena numer krok kroki lista punkt punkty znajduje mieści""",
    "ru": """значит говорит стоит стоят стоить платить платят открыт открыта открыто закрыт
        начинается длится разрешено запрещено новый новая название место время час часы день дата
        цена номер шаг шаги список пункт пункты находится""",
    "sv": """behöver göra gör kommer går gäller säger betyder kostar betalar öppet öppen stängt
        börjar varar tillåtet förbjudet ny nytt namn plats tid timme dag datum pris nummer steg
        lista punkt finns""",
    "da": """behøver gøre gør kommer går gælder siger betyder koster betaler åbent åben lukket
        begynder varer tilladt forbudt ny nyt navn sted tid time dag dato pris nummer trin liste
        punkt findes""",
    "tr": """gerekli lazım yapmak yapılır gelir gider anlamı demek ücret ücreti fiyat fiyatı açık
        kapalı başlar sürer serbest yasak mümkün yeni ad adı yer saat gün tarih numara numarası adım
        liste bulunur""",
    "id": """perlu butuh membuat datang pergi berarti artinya harga biaya buka tutup mulai boleh
        dilarang baru nama tempat waktu jam hari tanggal nomor langkah daftar terletak""",
}

COMMON_WORDS_OF = {language: _words(listed) for language, listed in _BY_LANGUAGE.items()}
"""The words of each language, by its ISO 639-1 code."""

COMMON_WORDS = frozenset().union(*COMMON_WORDS_OF.values())
"""The words of all languages: a question's language need not be known."""
