"""Short replies to small talk, by language."""

from domain.conversation.courtesies import Courtesy

REPLIES: dict[str, dict[Courtesy, str]] = {
    "en": {
        Courtesy.GREETING: "Hello! What would you like to know from your documents?",
        Courtesy.THANKS: "You are welcome.",
        Courtesy.FAREWELL: "Goodbye!",
        Courtesy.ASSENT: "Good. Ask me whenever you want to know more.",
        Courtesy.IDENTITY: "I am Quoth. I answer questions from your documents, and show the"
        " words that each answer rests on.",
    },
    "de": {
        Courtesy.GREETING: "Hallo! Was möchten Sie aus Ihren Dokumenten wissen?",
        Courtesy.THANKS: "Gern geschehen.",
        Courtesy.FAREWELL: "Auf Wiedersehen!",
        Courtesy.ASSENT: "Gut. Fragen Sie gern weiter.",
        Courtesy.IDENTITY: "Ich bin Quoth. Ich beantworte Fragen aus Ihren Dokumenten und zeige"
        " die Stellen, auf denen jede Antwort beruht.",
    },
    "fr": {
        Courtesy.GREETING: "Bonjour ! Que voulez-vous savoir de vos documents ?",
        Courtesy.THANKS: "Je vous en prie.",
        Courtesy.FAREWELL: "Au revoir !",
        Courtesy.ASSENT: "Bien. Posez-moi d’autres questions quand vous voulez.",
        Courtesy.IDENTITY: "Je suis Quoth. Je réponds aux questions à partir de vos documents et"
        " je montre les passages sur lesquels repose chaque réponse.",
    },
    "es": {
        Courtesy.GREETING: "¡Hola! ¿Qué quiere saber de sus documentos?",
        Courtesy.THANKS: "De nada.",
        Courtesy.FAREWELL: "¡Hasta luego!",
        Courtesy.ASSENT: "Bien. Pregunte cuando quiera.",
        Courtesy.IDENTITY: "Soy Quoth. Respondo preguntas a partir de sus documentos y muestro"
        " las palabras en las que se basa cada respuesta.",
    },
    "it": {
        Courtesy.GREETING: "Salve! Che cosa vuole sapere dai suoi documenti?",
        Courtesy.THANKS: "Prego.",
        Courtesy.FAREWELL: "Arrivederci!",
        Courtesy.ASSENT: "Bene. Chieda pure quando vuole.",
        Courtesy.IDENTITY: "Sono Quoth. Rispondo a domande a partire dai suoi documenti e mostro"
        " le parole su cui si basa ogni risposta.",
    },
    "pt": {
        Courtesy.GREETING: "Olá! O que quer saber dos seus documentos?",
        Courtesy.THANKS: "De nada.",
        Courtesy.FAREWELL: "Até logo!",
        Courtesy.ASSENT: "Muito bem. Pergunte quando quiser.",
        Courtesy.IDENTITY: "Sou o Quoth. Respondo a perguntas a partir dos seus documentos e"
        " mostro as palavras em que cada resposta se baseia.",
    },
    "nl": {
        Courtesy.GREETING: "Hallo! Wat wilt u uit uw documenten weten?",
        Courtesy.THANKS: "Graag gedaan.",
        Courtesy.FAREWELL: "Tot ziens!",
        Courtesy.ASSENT: "Goed. Vraag gerust verder.",
        Courtesy.IDENTITY: "Ik ben Quoth. Ik beantwoord vragen uit uw documenten en laat de"
        " woorden zien waarop elk antwoord berust.",
    },
    "sv": {
        Courtesy.GREETING: "Hej! Vad vill du veta ur dina dokument?",
        Courtesy.THANKS: "Varsågod.",
        Courtesy.FAREWELL: "Hej då!",
        Courtesy.ASSENT: "Bra. Fråga gärna mer.",
        Courtesy.IDENTITY: "Jag är Quoth. Jag svarar på frågor ur dina dokument och visar orden"
        " som varje svar bygger på.",
    },
    "da": {
        Courtesy.GREETING: "Hej! Hvad vil du vide fra dine dokumenter?",
        Courtesy.THANKS: "Det var så lidt.",
        Courtesy.FAREWELL: "Farvel!",
        Courtesy.ASSENT: "Godt. Spørg endelig videre.",
        Courtesy.IDENTITY: "Jeg er Quoth. Jeg besvarer spørgsmål ud fra dine dokumenter og viser"
        " de ord, som hvert svar bygger på.",
    },
    "pl": {
        Courtesy.GREETING: "Dzień dobry! Czego chcesz się dowiedzieć ze swoich dokumentów?",
        Courtesy.THANKS: "Nie ma za co.",
        Courtesy.FAREWELL: "Do widzenia!",
        Courtesy.ASSENT: "Dobrze. Pytaj dalej, kiedy chcesz.",
        Courtesy.IDENTITY: "Jestem Quoth. Odpowiadam na pytania na podstawie twoich dokumentów i"
        " pokazuję słowa, na których opiera się każda odpowiedź.",
    },
    "cs": {
        Courtesy.GREETING: "Dobrý den! Co chcete vědět ze svých dokumentů?",
        Courtesy.THANKS: "Není zač.",
        Courtesy.FAREWELL: "Na shledanou!",
        Courtesy.ASSENT: "Dobře. Ptejte se dál, kdykoli chcete.",
        Courtesy.IDENTITY: "Jsem Quoth. Odpovídám na otázky z vašich dokumentů a ukazuji slova, o"
        " která se každá odpověď opírá.",
    },
    "ru": {
        Courtesy.GREETING: "Здравствуйте! Что вы хотите узнать из своих документов?",
        Courtesy.THANKS: "Пожалуйста.",
        Courtesy.FAREWELL: "До свидания!",
        Courtesy.ASSENT: "Хорошо. Спрашивайте, когда захотите.",
        Courtesy.IDENTITY: "Я Quoth. Я отвечаю на вопросы по вашим документам и показываю слова,"
        " на которых основан каждый ответ.",
    },
    "tr": {
        Courtesy.GREETING: "Merhaba! Belgelerinizden ne öğrenmek istersiniz?",
        Courtesy.THANKS: "Rica ederim.",
        Courtesy.FAREWELL: "Görüşmek üzere!",
        Courtesy.ASSENT: "Tamam. İstediğiniz zaman sorabilirsiniz.",
        Courtesy.IDENTITY: "Ben Quoth. Soruları belgelerinizden yanıtlar ve her yanıtın dayandığı"
        " sözleri gösteririm.",
    },
    "zh": {
        Courtesy.GREETING: "您好。您想从文档中了解什么？",
        Courtesy.THANKS: "不客气。",
        Courtesy.FAREWELL: "再见。",
        Courtesy.ASSENT: "好的。您可以随时继续提问。",
        Courtesy.IDENTITY: "我是 Quoth。我根据您的文档回答问题，并展示每个答案所依据的原文。",
    },
    "ja": {
        Courtesy.GREETING: "こんにちは。文書について何を知りたいですか。",
        Courtesy.THANKS: "どういたしまして。",
        Courtesy.FAREWELL: "さようなら。",
        Courtesy.ASSENT: "はい。またいつでもお尋ねください。",
        Courtesy.IDENTITY: "Quoth"
        " です。あなたの文書から質問に答え、答えの根拠となる言葉を示します。",
    },
    "ko": {
        Courtesy.GREETING: "안녕하세요! 문서에서 무엇을 알고 싶으신가요?",
        Courtesy.THANKS: "천만에요.",
        Courtesy.FAREWELL: "안녕히 가세요!",
        Courtesy.ASSENT: "네. 언제든지 더 물어보세요.",
        Courtesy.IDENTITY: "저는 Quoth입니다. 문서를 바탕으로 질문에 답하고, 답의 근거가 되는"
        " 문장을 보여 드립니다.",
    },
    "ar": {
        Courtesy.GREETING: "مرحبًا! اسألني عن أي شيء في مستنداتك.",
        Courtesy.THANKS: "عفوًا.",
        Courtesy.FAREWELL: "مع السلامة!",
        Courtesy.ASSENT: "حسنًا. اسأل متى شئت.",
        Courtesy.IDENTITY: "أنا Quoth. أجيب عن الأسئلة من مستنداتك وأعرض الكلمات التي تستند إليها"
        " كل إجابة.",
    },
    "hi": {
        Courtesy.GREETING: "नमस्ते! आप अपने दस्तावेज़ों से क्या जानना चाहते हैं?",
        Courtesy.THANKS: "आपका स्वागत है।",
        Courtesy.FAREWELL: "फिर मिलेंगे!",
        Courtesy.ASSENT: "ठीक है। जब चाहें, और पूछिए।",
        Courtesy.IDENTITY: "मैं Quoth हूँ। मैं आपके दस्तावेज़ों से सवालों के जवाब देता हूँ और वे"
        " शब्द दिखाता हूँ जिन पर हर जवाब टिका है।",
    },
    "fi": {
        Courtesy.GREETING: "Hei! Mitä haluaisit tietää asiakirjoistasi?",
        Courtesy.THANKS: "Ole hyvä.",
        Courtesy.FAREWELL: "Näkemiin!",
        Courtesy.ASSENT: "Hyvä. Kysy lisää milloin vain.",
        Courtesy.IDENTITY: "Olen Quoth. Vastaan kysymyksiin asiakirjojesi perusteella ja näytän"
        " sanat, joihin vastaus perustuu.",
    },
    "hu": {
        Courtesy.GREETING: "Jó napot! Mit szeretne megtudni a dokumentumaiból?",
        Courtesy.THANKS: "Szívesen.",
        Courtesy.FAREWELL: "Viszontlátásra!",
        Courtesy.ASSENT: "Rendben. Kérdezzen bármikor.",
        Courtesy.IDENTITY: "Quoth vagyok. A dokumentumai alapján válaszolok a kérdésekre, és"
        " megmutatom a szavakat, amelyeken a válasz alapul.",
    },
    "ro": {
        Courtesy.GREETING: "Bună ziua! Ce doriți să aflați din documentele dumneavoastră?",
        Courtesy.THANKS: "Cu plăcere.",
        Courtesy.FAREWELL: "La revedere!",
        Courtesy.ASSENT: "Bine. Întrebați oricând.",
        Courtesy.IDENTITY: "Sunt Quoth. Răspund la întrebări din documentele dumneavoastră și"
        " arăt cuvintele pe care se bazează fiecare răspuns.",
    },
    "uk": {
        Courtesy.GREETING: "Вітаю! Що ви хочете дізнатися зі своїх документів?",
        Courtesy.THANKS: "Будь ласка.",
        Courtesy.FAREWELL: "До побачення!",
        Courtesy.ASSENT: "Добре. Питайте, коли захочете.",
        Courtesy.IDENTITY: "Я Quoth. Я відповідаю на запитання за вашими документами й показую"
        " слова, на яких ґрунтується кожна відповідь.",
    },
    "el": {
        Courtesy.GREETING: "Γεια σας! Τι θέλετε να μάθετε από τα έγγραφά σας;",
        Courtesy.THANKS: "Παρακαλώ.",
        Courtesy.FAREWELL: "Αντίο!",
        Courtesy.ASSENT: "Ωραία. Ρωτήστε όποτε θέλετε.",
        Courtesy.IDENTITY: "Είμαι ο Quoth. Απαντώ σε ερωτήσεις από τα έγγραφά σας και δείχνω τις"
        " λέξεις στις οποίες βασίζεται κάθε απάντηση.",
    },
}
"""The reply of each language to each kind."""
