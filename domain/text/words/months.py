"""The names of months in many languages."""

from collections import defaultdict

from domain.text.words.folding import folded

# Folded names and abbreviations of the twelve months: ar, ca, cs, da, de, el, en, es, et, fi, fr,
# hr, hu, id, it, lt, lv, nl, no, pl, pt, ro, ru, sk, sl, sv, tr, uk, where they differ.
_MONTHS = (
    "january jan januar janner january januari janvier janv enero ene gennaio gen janeiro gener"
    " ianuarie ian january styczen stycznia leden ledna januara januarja sijecanj sijecnja januar"
    " sausio sausis jaanuar tammikuu tammikuuta ocak ιανουαριος ιανουαριου январь января січень"
    " січня يناير जनवरी มกราคม",
    "february feb februar februari fevrier fevr febrero febbraio febb fevereiro fev febrer"
    " februarie luty lutego unor unora februara februarja veljaca veljace februar vasario"
    " veebruar helmikuu helmikuuta subat φεβρουαριος φεβρουαριου февраль февраля лютий лютого"
    " فبراير फरवरी กุมภาพันธ์",
    "march mar marz maerz mars marzo maart mrt marco marec marca martie marzec brezen brezna"
    " ozujak ozujka marcius maret kovo marts maaliskuu maaliskuuta mart μαρτιος μαρτιου март марта"
    " березень березня مارس मार्च มีนาคม",
    "april apr avril avr abril abr aprile aprilie kwiecien kwietnia duben dubna aprila travanj"
    " travnja aprilis balandzio aprill huhtikuu huhtikuuta nisan απριλιος απριλιου апрель апреля"
    " квітень квітня ابريل अप्रैल เมษายน",
    "may mai mayo maggio mag maio maig maj mei maja kveten kvetna maja svibanj svibnja majus"
    " geguzes toukokuu toukokuuta mayis μαιος μαιου май мая травень травня مايو मई พฤษภาคม",
    "june jun juni juin junio giugno giu junho juny iunie czerwiec czerwca cerven cervna juna"
    " junija lipanj lipnja junius birzelio juuni kesakuu kesakuuta haziran ιουνιος ιουνιου июнь"
    " июня червень червня يونيو जून มิถุนายน",
    "july jul juli juillet juil julio luglio lug julho juliol iulie lipiec lipca cervenec cervence"
    " jula julija srpanj srpnja julius liepos juuli heinakuu heinakuuta temmuz ιουλιος ιουλιου"
    " июль июля липень липня يوليو जुलाई กรกฎาคม",
    "august aug aout agosto ago agost augusti augustus sierpien sierpnia srpen srpna augusta"
    " avgusta kolovoz kolovoza augusztus agustus rugpjucio elokuu elokuuta agustos αυγουστος"
    " αυγουστου август августа серпень серпня اغسطس अगस्त สิงหาคม",
    "september sep sept septembre septiembre settembre sett setembro set setembre septembrie"
    " wrzesien wrzesnia zari septembra rujan rujna szeptember rugsejo syyskuu syyskuuta eylul"
    " σεπτεμβριος σεπτεμβριου сентябрь сентября вересень вересня سبتمبر सितंबर กันยายน",
    "october oct oktober okt octobre octubre ottobre ott outubro out octombrie pazdziernik"
    " pazdziernika rijen rijna oktobra listopada oktobar spalio oktoober lokakuu lokakuuta ekim"
    " οκτωβριος οκτωβριου октябрь октября жовтень жовтня اكتوبر अक्टूबर ตุลาคม",
    "november nov novembre noviembre novembro noiembrie listopad studeni studenoga studenog"
    " novembra lapkricio marraskuu marraskuuta kasim νοεμβριος νοεμβριου ноябрь ноября"
    " listopada листопад листопада نوفمبر नवंबर พฤศจิกายน",
    "december dec dezember dez decembre diciembre dic dicembre dezembro desembre desember"
    " decembrie grudzien grudnia prosinec prosince decembra prosinac prosinca gruodzio detsember"
    " joulukuu joulukuuta aralik δεκεμβριος δεκεμβριου декабрь декабря грудень грудня ديسمبر"
    " दिसंबर ธันวาคม",
)


def _numbers() -> dict[str, tuple[int, ...]]:
    numbers: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for number, names in enumerate(_MONTHS, 1):
        for name in dict.fromkeys(folded(names).split()):
            numbers[name] += (number,)
    return dict(numbers)


MONTHS = _numbers()
"""The months, 1 to 12, that a folded name stands for. Few names stand for two."""
