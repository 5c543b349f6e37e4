"""Words that say how a sentence is built and not what it is about, in many languages.

Articles, pronouns, auxiliaries, prepositions, conjunctions and question words: closed classes, the
same whatever a text is about. They are folded like all words (`domain.text.words`).
"""

from domain.text.characters import QUESTION_MARKS, STOPS
from domain.text.common_words import COMMON_WORDS_OF


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BY_LANGUAGE = {
    "en": """a an the this that these those some any each every no not nor and or but if then else
        so as than of in on at by for from to into onto with without within about over under out up
        down off is am are was were be been being do does did done have has had having can could
        may might must shall should will would i me my we us our you your he him his she her it its
        they them their there here who whom whose what which when where why how much many long
        often far old big high low please tell show give say says said get gets also too very just
        only one ones such""",
    "de": """der die das den dem des ein eine einen einem einer eines kein keine keinen und oder
        aber wenn dann als wie wer wen wem wessen was welche welcher welches welchen welchem wann wo
        wohin woher warum wieso weshalb wozu womit wofür ich mich mir mein meine meinen wir uns
        unser unsere du dich dir dein deine ihr euch er ihn ihm sein seine sie es ihnen ihre ihren
        man ist sind war waren bin bist wird werden wurde wurden hat haben hatte kann können konnte
        darf dürfen muss müssen soll sollen will wollen möchte mag zu zum zur von vom mit ohne in im
        an am auf aus bei beim für durch über unter um nach vor bis seit gegen nicht auch noch nur
        schon sehr viel viele viel lange oft hoch groß dass ob so hier da dort bitte gibt es""",
    "fr": """le la les l un une des du de d au aux ce cet cette ces et ou mais si donc que qu qui
        quoi dont où quand comment pourquoi combien quel quelle quels quelles est sont était
        étaient être a ont avait avoir fait faire peut peuvent pouvoir doit doivent je j me m moi
        mon ma mes nous notre nos tu te toi ton ta tes vous votre vos il elle on ils elles lui leur
        leurs se s son sa ses y en dans sur sous par pour avec sans chez entre vers ne n pas plus
        très aussi ici là""",
    "es": """el la los las lo un una unos unas de del al a y e o u pero si que qué quien quién
        quienes quiénes cual cuál cuales cuáles cuando cuándo donde dónde como cómo cuanto cuánto
        cuanta cuánta cuantos cuántos cuantas cuántas por para con sin en sobre entre hasta desde es
        son era eran ser está están estar hay ha han haber tiene tienen tener puede pueden poder
        debe deben se me mi mis te tu tus su sus nos nuestro nuestra le les yo él ella ellos ellas
        usted ustedes no ni más muy también ya aquí allí""",
    "it": """il lo la i gli le l un uno una di del dello della dei degli delle da dal dalla a al
        alla ai agli alle in nel nella nei negli nelle su sul sulla con senza per tra fra e ed o ma
        se che chi cui cosa quale quali quando dove come perché quanto quanta quanti quante è sono
        era erano essere ha hanno avere c ci si mi ti vi lo ne può possono potere deve devono io tu
        lui lei noi voi loro mio mia tuo tua suo sua nostro vostro non più molto anche qui lì""",
    "pt": """o a os as um uma uns umas de do da dos das em no na nos nas ao à aos às por pelo pela
        para com sem sobre entre até desde e ou mas se que quê quem qual quais quando onde como
        porque porquê quanto quanta quantos quantas é são era eram ser está estão estar há tem têm
        ter pode podem poder deve devem eu me meu minha tu te teu tua ele ela eles elas lhe nós nos
        nosso nossa você vocês seu sua seus suas não mais muito também já aqui ali""",
    "nl": """de het een der den en of maar als dan dat die dit deze wie wat welke welk wanneer waar
        waarom hoe hoeveel is zijn was waren ben bent wordt worden werd heeft hebben had kan kunnen
        mag mogen moet moeten zal zullen wil willen ik me mij mijn wij we ons onze jij je jou jouw u
        uw hij hem zij ze haar hun er hier daar van voor met zonder in op aan bij uit naar door over
        onder om tot te ten ter tegen niet geen ook nog al zeer veel vaak lang lange toen""",
    "pl": """i a w we z ze na do od po za o u przy dla bez nad pod przez że czy ale lub albo jak
        jaki jaka jakie jaką jakim który która które którą kto kogo komu co czego kiedy gdzie
        dlaczego ile jest są był była było być ma mają mieć można może mogą musi się nie tak to ten
        ta te tym tej mój moja nasz wasz jego jej ich on ona ono oni ja ty my wy""",
    "ru": """и в во на с со к ко по о об от до из за у для без при через над под не ни но а или что
        чтобы как какой какая какое какие какого кто кого кому когда где куда откуда почему зачем
        сколько ли бы же это этот эта эти тот та те есть был была было были быть можно может могут
        нужно надо должен я мне мой моя мы нам наш ты вы вам ваш он она оно они его её их себя""",
    "sv": """en ett den det de dem och eller men om som att i på av till för från med utan vid hos
        under över efter före är var vara blir har hade ha kan kunde får ska skall måste vill vad
        vem vilken vilket vilka när var hur varför jag mig min mitt vi oss vår du dig din ni er han
        hon den sin sitt inte också många mycket ofta""",
    "da": """en et den det de og eller men hvis som at i på af til for fra med uden ved hos er var
        være bliver har havde kan må skal vil hvad hvem hvilken hvilket hvilke hvornår hvor hvordan
        hvorfor jeg mig min vi os vores du dig din han hun deres ikke også mange meget""",
    "tr": """bir ve veya ile ama de da mi mı mu mü ne kim kime kimin hangi nerede nereye nereden
        nasıl niçin neden niye zaman kaç kadar için gibi bu şu o ben sen biz siz onlar var yok
        değil çok olan olarak""",
    "id": """yang dan atau di ke dari untuk dengan tanpa pada oleh ini itu apa siapa kapan mana
        dimana bagaimana mengapa berapa adalah ada bisa dapat harus akan sudah tidak bukan saya
        kami kita anda dia mereka""",
    "ar": """في من إلى الى على عن مع هل ما ماذا من متى أين اين كيف لماذا كم أي اي هو هي هم هذا هذه
        ذلك تلك التي الذي أن ان إن لا لم لن قد كان كانت يكون و أو او ثم""",
    "hi": """का की के को से में पर है हैं था थे थी और या क्या कौन कब कहाँ कहां कैसे क्यों
        कितना कितने कितनी किस किसे यह वह ये वे इस उस ने तो भी ही नहीं हो होता होती होते
        कर करना सकता सकते""",
    "ja": "は が を に で と も の へ か や よ ね です ます た い る し て な っ ん 何 誰",
    "zh": """的 了 是 在 吗 呢 和 与 或 有 什 么 谁 哪 何 多 少 怎 样 几 个 我 你
        们 他 她 它 这 那 不""",
    "ko": """은 는 이 가 을 를 의 에 에서 와 과 도 로 으로 무엇 누구 언제
        어디 어떻게 왜 몇 얼마 있습니까 입니까""",
}

_PUNCTUATION = f"{STOPS}{QUESTION_MARKS}¡¿,;:"

FUNCTION_WORDS_OF = {language: _words(listed) for language, listed in _BY_LANGUAGE.items()}
"""The words by the ISO 639-1 codes of their languages."""

FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS_OF.values())
"""The words of all languages: a question's language need not be known."""


def language_of(text: str) -> str | None:
    """Return the language of which a text has most function words; None if it has none.

    Of languages with equally many, that of most common words: "was" is English as well as German,
    and "was kostet" is German.
    """
    words = text.lower().replace("'", " ").replace("’", " ").split()
    words = [word.strip(_PUNCTUATION) for word in words]
    counts = {
        language: (
            sum(word in listed for word in words),
            sum(word in COMMON_WORDS_OF.get(language, ()) for word in words),
        )
        for language, listed in FUNCTION_WORDS_OF.items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best][0] else None
