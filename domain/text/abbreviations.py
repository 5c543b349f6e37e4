"""Abbreviations, words that begin sentences, and ordinals, by language.

The language of a text is not known here, so all languages hold at once. That is why a word that is
also an ordinary one in some language (`no.`, `art.`) belongs to `before_numbers` only.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """What a language writes with a full stop, and what its sentences begin with.

    Attributes:
        never_last: Abbreviations that something always follows: titles, `e.g.`. Two words are
            joined by `_`.
        before_numbers: Abbreviations only before a number; otherwise ordinary words or rare.
        maybe_last: Abbreviations that end a sentence if a word of `starters` follows.
        starters: Words, capitalised, that begin a sentence and are no names.
    """

    never_last: str = ""
    before_numbers: str = ""
    maybe_last: str = ""
    starters: str = ""


LANGUAGES = {
    "English": Language(
        never_last="""mr mrs ms mx messrs dr prof rev hon gen col lt sgt capt cmdr maj gov sen rep
            pres vs cf viz e.g i.e eg ie approx resp p.s asst Acct Inv Cat""",
        before_numbers="""no nos fig figs vol vols p pp ch chap sec secs art eq eqs op tab ver v
            para paras cl reg ext pt ed jan feb mar apr jun jul aug sep sept oct nov dec max min
            fl apt Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun hwy deg ref""",
        maybe_last="""inc co corp ltd llc plc jr sr al est bros st ave blvd rd ln dept univ bldg rm
            ste tel incl excl assoc intl govt mgr qty max min ph.d ft mt""",
        starters="""The A An This That These Those It Its He She They We You I His Her Their Our My
            There Here In On At By For From To With As If When While After Before Since During
            However But And So Yet Although Because Then Thus Both Each Many Most Some All No
            What Who Where Why How Which Nobody Everyone Someone Nothing Is Are Was Were Do Does
            Did Can Not Now Mr Mrs Ms Dr Also Otherwise Until Under Only Please Let Once Unless
            Without Another Such""",
    ),
    "German": Language(
        never_last="""hr hrn fr frl prof dr dipl ing phil med jur rer nat bzw vgl z.b d.h v.a i.d.r
            z.t h.c s.o s.u i.v.m i.s.d m.a.w sog insb insbes bspw ggf evtl inkl zzgl abzgl
            einschl exkl lt ca ungef geb verh fam abt bzgl betr durchw em mult freundl st Fa Mag
            gesetzl schriftl mündl monatl jährl tägl wöchentl betriebl persönl öffentl rechtl
            abzügl zuzügl bezügl ärztl techn wiss europ ital amerik österr geschl verpfl gebr
            zust kapt inh az lic""",
        before_numbers="""nr nrn abs art abb tab kap ziff bd bde aufl hrsg jg s ff f rn rz bj lfd
            tel fax plz zi whg kl anm anl anh verf beil jan feb mrz apr jun jul aug sept okt nov
            dez seit Mo Di Mi Do Fr Sa So max mind gem lit""",
        maybe_last="""abs nr abb kap ziff buchst bd aufl hrsg str pl hl hbf bhf tel stk std mio mrd
            tsd kath evang ehem gegr gesch lfd verw wg zw zzt v.chr n.chr e.v i.r i.a i.v a.d
            o.g u.a u.ä o.ä u.v.m u.v.a ff""",
        starters="""Der Die Das Den Dem Des Ein Eine Einen Einem Einer Eines Er Sie Es Wir Ihr Ich
            Du Man Dies Diese Dieser Dieses Diesem Diesen Dort Hier Da Dann Danach Davor Dabei
            Dazu Damit Dafür Dadurch Darum Deshalb Daher Doch Aber Und Oder Sondern Denn Wenn
            Weil Obwohl Als Nachdem Bevor Während Seit Bis Nach Vor Mit Ohne Für Gegen Um Auf An
            In Im Am Zum Zur Vom Von Bei Beim Aus Über Unter Zwischen Durch Auch Nur Noch Schon
            Jetzt Heute Nun So Alle Alles Jeder Jede Jedes Viele Einige Keine Kein Niemand
            Jemand Etwas Nichts Was Wer Wo Wie Wann Warum Welche Welcher Ist Sind War Wird
            Werden Hat Haben Kann Bitte Spätere Ausnahmen Beide Beides Seine Ihre Unsere Mein
            Meine Dessen Deren Außerdem Jedoch Sonst Trotzdem Zudem Zuerst Zunächst Herr Frau""",
    ),
    "French": Language(
        never_last="""mm mme mmes mlle mlles dr drs mgr pr ste sts p.ex c.-à-d cf env resp av.j.-c
            apr.j.-c ca Me sté ets gén Cie""",
        before_numbers="""p pp n no nos art arts al chap fig vol t éd ed réf ref tél tel sect tab
            janv févr avr juil juill sept oct nov déc max min Lun Mar Mer Jeu Ven Sam Dim bât
            esc app""",
        maybe_last="av bd boul pl rte al chap vol éd réf tél hab adj suppl trad dép ét j.-c",
        starters="""Le La Les L' Un Une Des Du De D' Ce Cet Cette Ces C' Il Elle Ils Elles On Nous
            Vous Je J' Tu Se S' Son Sa Ses Leur Leurs Notre Nos Votre Mon Ma Mes En Dans Sur
            Sous Par Pour Avec Sans Chez Depuis Dès Selon Après Avant Pendant Et Mais Ou Or Donc
            Car Si Quand Lorsque Comme Puis Ensuite Alors Ainsi Aussi Ici Là Qui Que Qu' Quoi Où
            Comment Pourquoi Quel Quelle Aucun Aucune Tous Toutes Tout Chaque Personne Rien Ne
            N' Pas Plus Au Aux À Attention Cela Ceci Est Sont Sera""",
    ),
    "Spanish": Language(
        never_last="""sr sra srta sres sras dr dra dres lic arq prof profa dña d gral sto sta p.ej
            aprox mons excmo excma ilmo mtro mtra cnel edif urb""",
        before_numbers="""p pp pág págs pag n° nº cra núm núms num art arts cap fig vol ed párr inc
            tel t ene feb abr jun jul ago sep sept oct nov dic máx mín esq Mié Jue Vie Sáb Dom
            int ext""",
        maybe_last="""av avda pza pl ctra dpto depto apdo izda dcha esq pág págs núm núms máx mín
            tel cía ltda admón párr ud uds vd vds ee.uu a.c d.c s.a s.l s.a.s p.p hnos""",
        starters="""El La Los Las Un Una Unos Unas Lo Al Del En De Con Sin Por Para Desde Hasta
            Según Sobre Tras Ante Entre Y E O U Pero Sino Si Cuando Mientras Como Aunque Porque
            Este Esta Estos Estas Ese Esa Esos Esas Eso Esto Aquel Él Ella Ellos Ellas Yo Tú
            Usted Ustedes Nosotros Su Sus Mi Mis Nuestro Nuestra Se Le Les Me Te Nos No Sí Ya
            También Tampoco Ahora Hoy Ayer Luego Después Antes Entonces Así Aquí Allí Todo Todos
            Todas Cada Nadie Nada Alguien Qué Quién Dónde Cuándo Cómo Cuál Hay Es Son Fue Está
            Están""",
    ),
    "Italian": Language(
        never_last="""sig sigg sig.ra sig.na dott dott.ssa dr avv ing geom prof prof.ssa mons egr
            gent gent.mo spett cfr p.es ss p.zza v.le c.so l.go On Rag Arch per_es ad_es""",
        before_numbers="""n nn num p pp pag pagg art artt cap capp fig figg tab vol ed lett co sez
            all tel par gen feb mar apr mag giu lug ago set ott nov dic max min c Gio Sab""",
        maybe_last="ca pag pagg lett sez tel s.p.a s.r.l s.n.c a.c d.c d.lgs d.p.r c.c c.p",
        starters="""Il Lo La I Gli Le L' Un Uno Una Un' Del Dello Della Dei Degli Delle Dell' Al
            Allo Alla Ai Agli Alle All' Dal Dalla Dai Nel Nella Nei Nelle Nell' Sul Sulla Di Da
            In Con Su Per Tra Fra E Ed O Ma Se Quando Mentre Come Perché Poiché Dopo Prima Poi
            Allora Così Anche Questo Questa Questi Queste Quest' Quello Quella Quelli Quell'
            Egli Lui Lei Essi Loro Noi Voi Io Tu Si Ci Vi Non Sì Chi Che Cosa Dove Quale Tutto
            Tutti Ogni Nessuno Niente Qualcuno È Sono Era C' Ha Hanno Ora Oggi Ieri Qui Suo Sua
            Suoi""",
    ),
    "Portuguese": Language(
        never_last="""sr sra srs sras srta dr dra drs prof profa eng exmo exma ilmo ilma d p.ex
            aprox Ten Cap cel""",
        before_numbers="""p pp pág págs n nº núm art arts cap fig vol ed inc tel tab apto séc par
            jan fev mar abr jun jul ago set out nov dez máx mín ap bl cj lj""",
        maybe_last="av trav pça pç ltda cia pág págs séc máx mín tel apto obs dto esq a.c d.c s.a",
        starters="""O A Os As Um Uma Uns Umas Do Da Dos Das No Na Nos Nas Ao À Aos Às Pelo Pela Em
            De Com Sem Por Para Desde Até Segundo Sobre Após E Ou Mas Se Quando Enquanto Como
            Porque Este Esta Estes Estas Esse Essa Isso Isto Aquele Ele Ela Eles Elas Eu Tu Você
            Vocês Nós Seu Sua Seus Suas Meu Minha Não Sim Já Também Agora Hoje Ontem Depois
            Antes Então Assim Aqui Ali Todo Todos Cada Ninguém Nada Alguém Que Quem Onde Qual Há
            É São Foi Está Estão""",
    ),
    "Dutch": Language(
        never_last="""dhr mevr mw mej drs dr ir ing mr prof ds bv bijv d.w.z o.a m.n m.i m.a.w i.v.m
            m.b.t t.a.v t.g.v n.a.v ca ongev excl incl resp jhr vlgs zgn a.d st burg Kon Ned
            m.u.v o.l.v""",
        before_numbers="""nr nrs blz pag p art hfst afb fig tab dl bijl tel kl jan feb mrt apr jun
            jul aug sept okt nov dec max min""",
        maybe_last="nr blz afb hfst dl bijl tel max inw b.v n.v v.chr n.chr jl",
        starters="""De Het Een Dit Dat Deze Die Er Hij Zij Ze Wij We Jij Je Jullie Ik U Men Zijn
            Haar Hun Ons Onze Mijn In Op Aan Bij Van Voor Met Zonder Naar Uit Over Onder Tussen
            Door Na Tot Sinds Volgens Om En Maar Of Want Als Toen Wanneer Omdat Hoewel Dan
            Daarna Daarom Daar Hier Nu Ook Alleen Alle Alles Elk Elke Iedereen Niemand Niets
            Iets Wat Wie Waar Hoe Waarom Welke Is Wordt Geen Niet Zo Vandaag""",
    ),
    "Polish": Language(
        never_last="""dr prof inż mgr np os proj paraf tzn tj m.in zob ul al im św ks gen płk tzw ww
            pn dn podst Por woj gm pow""",
        before_numbers="nr art ust pkt par str rys tab poz godz rozdz s m lok tel ok",
        maybe_last="r w tys mln mld zł",
        starters="""W Na Do Od Z Ze Po Przy Dla Bez Przed Pod Nad O U To Ten Ta Te Jest Są Nie Tak
            Ale I A Lub Czy Gdy Jeśli Kiedy On Ona Oni My Ja Kto Gdzie Jak Dlaczego Potem Teraz
            Wszystko Nikt Nic Każdy""",
    ),
    "Russian": Language(
        never_last="""ул просп пр пл пер д кв корп стр г им см ср напр т.е т.к т.н проф акад инж о
            св тов гр гос""",
        before_numbers="п пп ст рис табл гл разд ч с т стр тел каб оф",
        maybe_last="в вв руб коп тыс млн млрд чел шт т.д т.п н.э",
        starters="""В На С Со К По О Об От До Из За Для При Без У Это Эта Этот Эти Он Она Оно Они Мы
            Вы Я Ты И А Но Или Если Когда Пока Что Кто Где Как Почему Не Нет Да Там Тут Здесь
            Потом Затем Теперь Все Всё Каждый Никто Ничего Его Её Их""",
    ),
    "Danish, Norwegian and Swedish": Language(
        never_last="""hr fr frk dr f.eks fx bl.a dvs d.v.s ca jf jfr s.k t.ex t.o.m fr.o.m m.fl pga
            mht ift evt inkl ekskl exkl skt vedr adj st enl""",
        before_numbers="nr kl s stk st kap fig tab bd tlf tel maj jan feb mar apr jun jul aug sep",
        maybe_last="nr kr bygn kl mio mia stk tlf",
        starters="""Den Det De En Et Ett Der Her Han Hun Hon Vi Jeg Jag Du I På Ved Vid Til Till Fra
            Från Med Uden Utan For För Efter Før Innan Og Och Men Eller Hvis Om Når När Da Då Så
            Hvad Vad Hvem Vem Hvor Var Hvorfor Alle Alla Allt Ingen Nogle Några Derefter Sedan
            Er Är""",
    ),
    "Czech and Slovak": Language(
        never_last="např napr tzv tj ul sv ing mgr bc prof dr phdr judr mudr mj cca",
        before_numbers="č čís str odst čl obr tab tel",
    ),
    "Hungarian": Language(never_last="dr ún kb özv", before_numbers="sz old tel"),
    "Turkish": Language(
        never_last="dr prof doç av sn örn", before_numbers="no cad sok mah apt tel"
    ),
    "Finnish": Language(never_last="esim ns ks", before_numbers="nro s puh"),
    "Romanian": Language(
        never_last="dl dna dr prof ing str jud bd", before_numbers="nr art alin lit pag tel"
    ),
    "Ukrainian": Language(
        never_last="вул просп буд кв м ім див напр проф", before_numbers="п ст рис табл с тел"
    ),
    "Hindi": Language(
        never_last="डॉ प्रो श्री सं रु कि.मी ए बी सी डी एफ जी एच जे के एल एम एन पी आर एस टी यू वी",
    ),
    "Arabic": Language(before_numbers="ص م ف ج رقم", never_last="د أ أ.د"),
    "Thai": Language(never_last="ดร นาย ศ รศ ผศ พ.ศ ค.ศ", before_numbers="โทร ม"),
}

# These end a sentence if a capital letter follows, as any other word does.
AFTER_LISTS = "etc usw usf ecc eccetera enz osv itp itd etcetera"

# Given names and family names begin with these too, so that they prove nothing after an initial.
PARTICLES = "De Den Der Des Di Do Dos Da Das Du El La Le Les Los Van Von Ten Ter Zu Al D' L' O"

# Nouns and months that German counts with a number and a full stop. (Other languages that do so
# write the word after it in small letters.)
COUNTED = """Januar Jänner Februar März April Mai Juni Juli August September Oktober November
    Dezember Jan Feb Mrz Apr Jun Jul Aug Sept Sep Okt Nov Dez Maj Marts Februari Januari Montag
    Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Jahrhundert Jahrhunderts Jahrtausend
    Jahr Lebensjahr Lebensjahres Lebensjahrs Lebensmonat Schuljahr Geburtstag Jahrestag Tag
    Tages Woche Monat Quartal Halbjahr Semester Stunde Minute Mal Auflage Ausgabe Band Teil
    Kapitel Abschnitt Absatz Satz Artikel Änderung Klasse Stufe Stock Stockwerk Etage
    Obergeschoss Untergeschoss OG UG Platz Rang Preis Runde Spieltag Liga Bundesliga Mannschaft
    Herrenmannschaft Halbzeit KW Kalenderwoche Sitzung Versammlung Weltkrieg Advent
    Weihnachtstag Feiertag Person Reihe Grad Ordnung Instanz Senat Kammer Vorsitzende
    Vorsitzender Vorsitzenden Schritt Punkt Hälfte"""

# Before a number with a full stop they say that it is an ordinal, in German and Danish.
BEFORE_ORDINALS = """am zum vom im beim ab seit zur ins der die das dem den des jeder jede jedes
    jeden jedem dieser diese dieses diesen diesem sein seine seinen seinem seiner ihr ihre ihren
    ihrem ihrer unser unsere unseren unserem unserer mein meine meinen meinem meiner ein eine
    einen einem einer kein keine sowie nächste nächsten letzte letzten jeweils"""

# Behind "6 p.m." the sentence goes on with these.
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Eastern Central Pacific"
