"""What people say in a conversation without asking anything, by language.

The phrases are separated by commas. They are compared as `domain.conversation.small_talk` folds a
message: accents, capitals and punctuation do not count.
"""

from enum import Enum


class Courtesy(Enum):
    """What a message without a question is, the one that asks most for a reply first."""

    IDENTITY = "identity"
    FAREWELL = "farewell"
    THANKS = "thanks"
    GREETING = "greeting"
    ASSENT = "assent"


FILLERS = (
    "quoth, all, everyone, everybody, team, there, friend, friends, my friend, again, so, very,"
    " much, then, now, today, just, really, a lot, for your help, for the help, for that, for"
    " this, for now, for everything, dear, sir, madam, please, oh, ah, well, and, but, too,"
    " anyway, lol, haha, zusammen, alle, allerseits, dir, euch, ihnen, sehr, schon, dann, noch,"
    " mal, und, fur die hilfe, fur deine hilfe, fur ihre hilfe, fur die auskunft, a tous, tout le"
    " monde, beaucoup, bien, infiniment, pour votre aide, pour ton aide, pour tout, et, a todos,"
    " a todas, por todo, por tu ayuda, por su ayuda, y, a tutti, mille, tante, per tutto, per l"
    " aiuto, pela ajuda, por tudo, e, allemaal, iedereen, wel, voor je hulp, voor uw hulp, en,"
    " alla, sa mycket, och, for hjalpen, alle sammen, og, wszystkim, za pomoc, vsem, za odpoved,"
    " bardzo, za, всем, большое, огромное, за помощь, herkese, cok, 大家, 你, 您, 了, 啊, ね, よ,"
    " どうも, 本当に, 정말, جزيلا, لك, बहुत"
)
"""Words around the phrases of any language."""

PHRASES: dict[str, dict[Courtesy, str]] = {
    "en": {
        Courtesy.GREETING: "hello, hi, hey, hiya, howdy, greetings, good morning, good afternoon,"
        " good evening, good day, nice to meet you, how are you, how are you doing, how do you"
        " do, how is it going, how s it going, what s up, whats up",
        Courtesy.THANKS: "thanks, thank you, thank u, thx, ty, cheers, many thanks, much"
        " appreciated, thanks a lot, i appreciate it, that helps, that helped, that was helpful,"
        " very helpful, that s very helpful, you re the best, well done, good job, good bot",
        Courtesy.FAREWELL: "bye, bye bye, goodbye, good bye, see you, see you later, see ya, good"
        " night, have a nice day, have a good day, have a great day, take care, that s all, that"
        " is all, that will be all, i m done, until next time, talk to you later",
        Courtesy.ASSENT: "ok, okay, k, alright, all right, got it, i see, understood, i"
        " understand, great, perfect, nice, cool, good, fine, excellent, wonderful, awesome,"
        " sounds good, right, sure, yes, yeah, yep, no problem, makes sense, good to know,"
        " interesting, wow",
        Courtesy.IDENTITY: "who are you, what are you, what is your name, what s your name, are"
        " you a bot, are you a robot, are you human, are you an ai, are you there, what can you"
        " do, what do you do, what can i ask, what can i ask you, how do you work, how can you"
        " help, how can you help me, what can you help me with, can you help me, help, help me,"
        " introduce yourself, tell me about yourself",
    },
    "de": {
        Courtesy.GREETING: "hallo, hallochen, guten tag, guten morgen, guten abend, moin, servus,"
        " gruss gott, grusse dich, gruezi, na, wie geht s, wie geht es dir, wie geht es ihnen",
        Courtesy.THANKS: "danke, dankeschon, danke schon, danke sehr, vielen dank, besten dank,"
        " herzlichen dank, tausend dank, ich danke dir, ich danke ihnen, das hilft mir, das hat"
        " geholfen, das war hilfreich, gut gemacht, merci vielmals",
        Courtesy.FAREWELL: "tschuss, tschuess, auf wiedersehen, bis bald, bis spater, bis dann,"
        " bis morgen, gute nacht, schonen tag, schonen tag noch, einen schonen tag, einen schonen"
        " tag noch, mach s gut, das war alles, das war s, ade",
        Courtesy.ASSENT: "alles klar, in ordnung, verstanden, ich verstehe, verstehe, gut, super,"
        " prima, toll, klasse, perfekt, sehr gut, schon, genau, ja, passt, na gut, aha, ach so",
        Courtesy.IDENTITY: "wer bist du, was bist du, wer sind sie, was sind sie, wie heisst du,"
        " wie heissen sie, bist du ein mensch, bist du ein bot, was kannst du, was konnen sie,"
        " was kannst du alles, was kann ich fragen, was kann ich dich fragen, wie funktionierst"
        " du, kannst du mir helfen, konnen sie mir helfen, hilfe",
    },
    "fr": {
        Courtesy.GREETING: "bonjour, bonsoir, salut, coucou, comment ca va, ca va, comment allez"
        " vous, comment vas tu, enchante, rebonjour",
        Courtesy.THANKS: "merci, grand merci, mille mercis, merci bien, je vous remercie, je te"
        " remercie, c est utile, bien joue",
        Courtesy.FAREWELL: "au revoir, a bientot, a plus, a plus tard, a demain, adieu, bonne"
        " nuit, bonne journee, bonne soiree, c est tout",
        Courtesy.ASSENT: "d accord, entendu, compris, je comprends, je vois, parfait, tres bien,"
        " super, genial, oui, ca marche, bon, c est bon",
        Courtesy.IDENTITY: "qui es tu, qui etes vous, tu es qui, vous etes qui, qu es tu, comment"
        " tu t appelles, comment t appelles tu, comment vous appelez vous, que sais tu faire, que"
        " peux tu faire, que pouvez vous faire, qu est ce que tu peux faire, qu est ce que tu"
        " sais faire, qu est ce que vous pouvez faire, comment ca marche, peux tu m aider, pouvez"
        " vous m aider, aide, aidez moi",
    },
    "es": {
        Courtesy.GREETING: "hola, buenos dias, buenas tardes, buenas noches, buenas, que tal,"
        " como estas, como esta usted, saludos, encantado, encantada",
        Courtesy.THANKS: "gracias, muchas gracias, mil gracias, muchisimas gracias, te lo"
        " agradezco, se lo agradezco, bien hecho",
        Courtesy.FAREWELL: "adios, hasta luego, hasta pronto, hasta manana, hasta la vista, nos"
        " vemos, chao, que tengas un buen dia, que tenga un buen dia, buen dia, eso es todo",
        Courtesy.ASSENT: "vale, de acuerdo, entendido, entiendo, ya veo, perfecto, muy bien,"
        " genial, estupendo, excelente, claro, si, bueno",
        Courtesy.IDENTITY: "quien eres, que eres, quien es usted, como te llamas, como se llama"
        " usted, que puedes hacer, que puede hacer, que sabes hacer, en que puedes ayudarme, en"
        " que me puedes ayudar, como funcionas, puedes ayudarme, me puedes ayudar, ayuda",
    },
    "it": {
        Courtesy.GREETING: "ciao, buongiorno, buon giorno, buonasera, buona sera, salve, come"
        " stai, come va, come sta, piacere",
        Courtesy.THANKS: "grazie, grazie mille, mille grazie, tante grazie, molte grazie, ti"
        " ringrazio, la ringrazio, ben fatto",
        Courtesy.FAREWELL: "arrivederci, a presto, a dopo, a domani, buonanotte, buona notte,"
        " buona giornata, buona serata, addio, e tutto",
        Courtesy.ASSENT: "va bene, d accordo, capito, ho capito, capisco, perfetto, benissimo,"
        " ottimo, bene, certo, si",
        Courtesy.IDENTITY: "chi sei, cosa sei, chi e lei, come ti chiami, come si chiama, cosa"
        " sai fare, cosa puoi fare, che cosa sai fare, che cosa puoi fare, come funzioni, puoi"
        " aiutarmi, mi puoi aiutare, aiuto",
    },
    "pt": {
        Courtesy.GREETING: "ola, oi, bom dia, boa tarde, boa noite, tudo bem, como vai, como"
        " esta, prazer",
        Courtesy.THANKS: "obrigado, obrigada, muito obrigado, muito obrigada, valeu, agradeco,"
        " muito bem",
        Courtesy.FAREWELL: "adeus, tchau, ate logo, ate breve, ate mais, ate amanha, tenha um bom"
        " dia, e tudo, isso e tudo",
        Courtesy.ASSENT: "esta bem, ta bom, entendi, entendido, percebi, perfeito, otimo, certo,"
        " claro, sim",
        Courtesy.IDENTITY: "quem es tu, quem e voce, quem e, o que e voce, como te chamas, como"
        " voce se chama, qual e o seu nome, o que voce pode fazer, o que podes fazer, o que sabes"
        " fazer, o que voce sabe fazer, como voce funciona, pode me ajudar, voce pode me ajudar,"
        " podes ajudar me, ajuda",
    },
    "nl": {
        Courtesy.GREETING: "hoi, goedendag, goedemorgen, goedemiddag, goedenavond, dag, hoe gaat"
        " het, hoe gaat het met je",
        Courtesy.THANKS: "dank je, dank u, dankjewel, dank je wel, dankuwel, dank u wel, bedankt,"
        " hartelijk dank, hartelijk bedankt, goed gedaan",
        Courtesy.FAREWELL: "doei, tot ziens, tot straks, tot later, tot morgen, goedenacht,"
        " welterusten, fijne dag, fijne dag nog, een fijne dag, dat was het, dat is alles",
        Courtesy.ASSENT: "oke, goed, begrepen, ik begrijp het, duidelijk, prima, mooi, geweldig,"
        " perfect, in orde, ja",
        Courtesy.IDENTITY: "wie ben je, wie ben jij, wie bent u, wat ben je, hoe heet je, hoe"
        " heet u, wat kan je, wat kun je, wat kun je doen, wat kunt u doen, wat kan ik vragen,"
        " hoe werk je, kun je me helpen, kunt u mij helpen, hulp",
    },
    "sv": {
        Courtesy.GREETING: "hej, hejsan, tjena, god morgon, god dag, god kvall, hur mar du, hur"
        " ar laget",
        Courtesy.THANKS: "tack, tack sa mycket, tusen tack, stort tack, tackar",
        Courtesy.FAREWELL: "hej da, adjo, vi ses, vi hors, god natt, ha en bra dag, ha det bra,"
        " det var allt",
        Courtesy.ASSENT: "okej, jag forstar, uppfattat, bra, perfekt, toppen, fint, javisst",
        Courtesy.IDENTITY: "vem ar du, vad ar du, vad heter du, vad kan du, vad kan du gora, hur"
        " fungerar du, kan du hjalpa mig, hjalp",
    },
    "da": {
        Courtesy.GREETING: "goddag, godmorgen, god morgen, god aften, godaften, davs, hvordan gar"
        " det",
        Courtesy.THANKS: "tak, mange tak, tusind tak, tak for hjælpen, takk, tusen takk, mange"
        " takk",
        Courtesy.FAREWELL: "farvel, vi ses senere, hav en god dag, ha det, ha det bra, det var alt",
        Courtesy.ASSENT: "forstaet, jeg forstar, fint nok, super, perfekt, greit, javel",
        Courtesy.IDENTITY: "hvem er du, hvad er du, hva er du, hvad hedder du, hva heter du, hvad"
        " kan du, hva kan du, hvad kan du gøre, hva kan du gjøre, kan du hjælpe mig, kan du"
        " hjelpe meg",
    },
    "pl": {
        Courtesy.GREETING: "czesc, dzien dobry, dobry wieczor, witam, witaj, hej, jak sie masz,"
        " siema",
        Courtesy.THANKS: "dziekuje, dzieki, dziekuje bardzo, bardzo dziekuje, wielkie dzieki",
        Courtesy.FAREWELL: "do widzenia, na razie, pa, do zobaczenia, dobranoc, milego dnia, to"
        " wszystko",
        Courtesy.ASSENT: "dobrze, rozumiem, zrozumiałem, swietnie, super, jasne, w porzadku, dobra",
        Courtesy.IDENTITY: "kim jestes, czym jestes, jak sie nazywasz, co potrafisz, co umiesz,"
        " co mozesz zrobic, jak dzialasz, mozesz mi pomoc, pomoc, pomocy",
    },
    "cs": {
        Courtesy.GREETING: "ahoj, dobry den, dobre rano, dobry vecer, zdravim, cau, jak se mas,"
        " jak se mate",
        Courtesy.THANKS: "dekuji, dekuju, diky, moc dekuji, mockrat dekuji, diky moc, dekuji moc",
        Courtesy.FAREWELL: "na shledanou, nashledanou, sbohem, dobrou noc, mejte se, hezky den,"
        " pekny den, to je vse",
        Courtesy.ASSENT: "dobre, rozumim, chapu, skvele, vyborne, jasne, v poradku, ano",
        Courtesy.IDENTITY: "kdo jsi, kdo jste, co jsi, jak se jmenujes, jak se jmenujete, co"
        " umis, co umite, co dokazes, jak fungujes, muzes mi pomoct, muzete mi pomoci, pomoc",
    },
    "ru": {
        Courtesy.GREETING: "привет, здравствуйте, здравствуй, добрый день, доброе утро, добрый"
        " вечер, как дела, приветствую",
        Courtesy.THANKS: "спасибо, благодарю, спасибо большое, большое спасибо, благодарю вас",
        Courtesy.FAREWELL: "пока, до свидания, до встречи, всего доброго, всего хорошего,"
        " спокойной ночи, хорошего дня, это все",
        Courtesy.ASSENT: "хорошо, понятно, понял, поняла, ясно, отлично, ок, ладно, да, супер",
        Courtesy.IDENTITY: "кто ты, кто вы, ты кто, что ты такое, как тебя зовут, как вас зовут,"
        " что ты умеешь, что вы умеете, что ты можешь, как ты работаешь, помоги, помогите,"
        " помощь, ты можешь помочь",
    },
    "tr": {
        Courtesy.GREETING: "merhaba, selam, gunaydın, iyi gunler, iyi aksamlar, nasılsın,"
        " nasılsınız",
        Courtesy.THANKS: "tesekkurler, tesekkur ederim, sagol, sag ol, cok tesekkurler, cok"
        " tesekkur ederim, eyvallah",
        Courtesy.FAREWELL: "hosca kal, hoscakal, gorusuruz, gule gule, iyi geceler, bu kadar",
        Courtesy.ASSENT: "tamam, anladım, peki, harika, guzel, super, evet",
        Courtesy.IDENTITY: "sen kimsin, kimsin, siz kimsiniz, nesin sen, adın ne, adınız ne, ne"
        " yapabilirsin, neler yapabilirsin, nasıl calısıyorsun, bana yardım eder misin, yardım",
    },
    "zh": {
        Courtesy.GREETING: "你好, 您好, 早上好, 下午好, 晚上好, 早安, 嗨, 哈喽, 大家好, 你好吗",
        Courtesy.THANKS: "谢谢, 谢谢你, 谢谢您, 多谢, 非常感谢, 感谢, 謝謝, 謝謝你, 感謝, 太感谢了",
        Courtesy.FAREWELL: "再见, 再見, 拜拜, 回头见, 晚安, 明天见, 就这些",
        Courtesy.ASSENT: "好的, 好, 知道了, 明白, 明白了, 了解, 懂了, 太好了, 很好, 是的, 可以",
        Courtesy.IDENTITY: "你是谁, 您是谁, 你是誰, 你是什么, 你叫什么, 你叫什么名字, 你能做什么,"
        " 你会做什么, 你可以做什么, 你能帮我吗, 你能帮我什么, 帮助",
    },
    "ja": {
        Courtesy.GREETING: "こんにちは, こんばんは, おはよう, おはようございます, はじめまして,"
        " やあ, お元気ですか, 元気ですか",
        Courtesy.THANKS: "ありがとう, ありがとうございます, ありがとうございました,"
        " どうもありがとう, 感謝します, 助かりました, 助かります",
        Courtesy.FAREWELL: "さようなら, さよなら, またね, では また, じゃあね, おやすみ,"
        " おやすみなさい, 失礼します, 以上です",
        Courtesy.ASSENT: "はい, わかりました, 分かりました, 了解, 了解です, なるほど, いいですね,"
        " 承知しました, 完璧です",
        Courtesy.IDENTITY: "あなたは誰, あなたは誰ですか, あなたはだれですか, 誰ですか, 君は誰,"
        " お名前は, お名前は何ですか, 何ができますか, 何ができるの, あなたは何ができますか,"
        " 手伝ってくれますか, 助けて, ヘルプ",
    },
    "ko": {
        Courtesy.GREETING: "안녕, 안녕하세요, 안녕하십니까, 반가워, 반갑습니다, 잘 지내",
        Courtesy.THANKS: "고마워, 고마워요, 고맙습니다, 감사합니다, 감사해요, 감사",
        Courtesy.FAREWELL: "안녕히 가세요, 안녕히 계세요, 잘 가, 잘 있어, 또 봐요, 잘 자, 안녕히"
        " 주무세요, 이상입니다",
        Courtesy.ASSENT: "네, 예, 알겠습니다, 알겠어요, 알았어, 좋아, 좋아요, 좋습니다, 그래,"
        " 완벽해",
        Courtesy.IDENTITY: "누구야, 너는 누구야, 넌 누구야, 당신은 누구입니까, 누구세요,"
        " 누구십니까, 이름이 뭐야, 이름이 뭐예요, 뭘 할 수 있어, 무엇을 할 수 있어, 무엇을 할 수"
        " 있나요, 도와줘, 도와주세요, 도움말",
    },
    "ar": {
        Courtesy.GREETING: "مرحبا, اهلا, اهلا وسهلا, السلام عليكم, صباح الخير, مساء الخير, كيف"
        " حالك",
        Courtesy.THANKS: "شكرا, شكرا لك, شكرا جزيلا, اشكرك, الف شكر",
        Courtesy.FAREWELL: "مع السلامة, وداعا, الى اللقاء, تصبح على خير, هذا كل شيء",
        Courtesy.ASSENT: "حسنا, تمام, فهمت, ممتاز, رائع, نعم, جيد, طيب",
        Courtesy.IDENTITY: "من انت, من أنت, ما اسمك, ما هو اسمك, ماذا تستطيع ان تفعل, ماذا يمكنك"
        " ان تفعل, هل يمكنك مساعدتي, مساعدة, ساعدني",
    },
    "hi": {
        Courtesy.GREETING: "नमस्ते, नमस्कार, हैलो, सुप्रभात, आप कैसे हैं, कैसे हो",
        Courtesy.THANKS: "धन्यवाद, शुक्रिया, बहुत धन्यवाद, आपका धन्यवाद",
        Courtesy.FAREWELL: "अलविदा, फिर मिलेंगे, शुभ रात्रि, बाय",
        Courtesy.ASSENT: "ठीक है, ठीक, समझ गया, समझ गई, अच्छा, बढ़िया, हाँ, जी",
        Courtesy.IDENTITY: "आप कौन हैं, तुम कौन हो, आपका नाम क्या है, तुम्हारा नाम क्या है, आप"
        " क्या कर सकते हैं, तुम क्या कर सकते हो, क्या आप मेरी मदद कर सकते हैं, मदद",
    },
    "fi": {
        Courtesy.GREETING: "hei, moi, terve, hyvaa paivaa, hyvaa huomenta, hyvaa iltaa, mita"
        " kuuluu",
        Courtesy.THANKS: "kiitos, kiitos paljon, paljon kiitoksia, kiitti, kiitoksia",
        Courtesy.FAREWELL: "hei hei, moi moi, nakemiin, hyvaa yota, hyvaa paivan jatkoa, moikka",
        Courtesy.ASSENT: "selva, ymmarran, hyva, hienoa, mahtavaa, kylla",
        Courtesy.IDENTITY: "kuka olet, kuka sina olet, mika sinun nimesi on, mita osaat, mita"
        " osaat tehda, mita voit tehda, voitko auttaa, apua",
    },
    "hu": {
        Courtesy.GREETING: "szia, sziasztok, jo napot, jo napot kivanok, jo reggelt, jo estet,"
        " udv, hogy vagy",
        Courtesy.THANKS: "koszonom, koszonom szepen, koszi, koszonjuk, nagyon koszonom",
        Courtesy.FAREWELL: "viszlat, viszontlatasra, jo ejszakat, szep napot, szep napot kivanok",
        Courtesy.ASSENT: "rendben, ertem, oke, szuper, nagyszeru, jo, igen",
        Courtesy.IDENTITY: "ki vagy, ki vagy te, ki on, mi a neved, mit tudsz, mire vagy kepes,"
        " tudsz segiteni, segitseg",
    },
    "ro": {
        Courtesy.GREETING: "buna, buna ziua, buna dimineata, buna seara, ce mai faci, noroc",
        Courtesy.THANKS: "multumesc, multumesc mult, multumesc frumos, mersi, va multumesc",
        Courtesy.FAREWELL: "la revedere, pe curand, noapte buna, o zi buna, pa pa",
        Courtesy.ASSENT: "bine, am inteles, inteleg, perfect, in regula, da",
        Courtesy.IDENTITY: "cine esti, cine esti tu, cine sunteti, cum te cheama, ce poti face,"
        " ce poti sa faci, ma poti ajuta, ajutor",
    },
    "uk": {
        Courtesy.GREETING: "привіт, вітаю, добрий день, доброго дня, доброго ранку, добрий вечір,"
        " як справи",
        Courtesy.THANKS: "дякую, щиро дякую, дуже дякую, спасибі",
        Courtesy.FAREWELL: "до побачення, бувай, на добраніч, гарного дня, це все",
        Courtesy.ASSENT: "добре, зрозуміло, зрозумів, зрозуміла, чудово, гаразд, так",
        Courtesy.IDENTITY: "хто ти, хто ви, ти хто, як тебе звати, що ти вмієш, що ти можеш, ти"
        " можеш допомогти, допоможи, допомога",
    },
    "el": {
        Courtesy.GREETING: "γεια, γεια σου, γεια σας, καλημέρα, καλησπέρα, χαίρετε, τι κάνεις",
        Courtesy.THANKS: "ευχαριστώ, ευχαριστώ πολύ, σε ευχαριστώ, σας ευχαριστώ",
        Courtesy.FAREWELL: "αντίο, τα λέμε, καληνύχτα, καλή συνέχεια, αυτά",
        Courtesy.ASSENT: "εντάξει, κατάλαβα, ωραία, τέλεια, ναι",
        Courtesy.IDENTITY: "ποιος είσαι, ποια είσαι, ποιος είστε, πώς σε λένε, τι μπορείς να"
        " κάνεις, τι κάνεις εσύ, μπορείς να με βοηθήσεις, βοήθεια",
    },
}
"""The phrases of each language and kind."""
