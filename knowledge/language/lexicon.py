"""What the matcher knows of each language itself, never of a case: question words, negation, small talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.language.normalisation import normalise

WHEN = "@when"
STRICT = frozenset({WHEN, "@where", "@why", "@howmany", "@howlong", "@names", "@others"})
"""Question words that only a fact can serve which has a phrasing with them; @who and @how mean less by themselves."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The closed word classes of one language, in normalised spelling (casefolded, without marks)."""

    interrogatives: Mapping[str, str]
    """Phrase to canonical question word."""
    question_stop_words: frozenset[str]
    """Question words that ask for nothing in particular ("what", "which") and carry next to no meaning."""
    wh_determiners: frozenset[str]
    """Those of them that a noun may follow, which is then what is asked for ("which list")."""
    copulas: frozenset[str]
    """Words that may stand between such a word and its noun ("what is the list")."""
    agent_prepositions: frozenset[str]
    """Words that put behind a deed whom it comes from ("ordered by")."""
    articles: frozenset[str]
    """Words after which a name in small letters is no other word ("the us")."""
    negations: frozenset[str]
    one_letter_words: frozenset[str]
    """The words of one letter."""
    auxiliaries: frozenset[str]
    """Words that may stand between a negation and the word it negates."""
    numbers: Mapping[str, int]
    pronouns: frozenset[str]
    """Words that stand for somebody or something told before."""
    events: frozenset[str]
    """Words that only ask what happened, for questions about a date."""
    units: Mapping[str, str]
    """Words for "year", "month" and "day" in all their forms, to these."""
    earlier: frozenset[str]
    later: frozenset[str]
    """Words that put a year, a month or a day before, or after, the one that was told of."""
    greeting: frozenset[str]
    thanks: frozenset[str]
    farewell: frozenset[str]
    fillers: frozenset[str]
    """Words that may stand beside a greeting and carry no question."""


def _phrases(**groups: str) -> dict[str, str]:
    return {phrase.strip(): f"@{name}" for name, text in groups.items() for phrase in text.split(",")}


def _words(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",")) if "," in text else frozenset(text.split())


def _units(**groups: str) -> dict[str, str]:
    return {word: unit for unit, text in groups.items() for word in text.split()}


def _numbers(text: str) -> dict[str, int]:
    result: dict[str, int] = {}
    for pair in text.split():
        words, _, value = pair.partition("=")
        result.update((word, int(value)) for word in words.split("/"))
    return result


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of a language code; an empty one for a language that has none."""
    build = {"en": _english, "ru": _russian, "uk": _ukrainian}.get(language)
    return build() if build else _EMPTY


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the small words of a language, in normalised spelling: none of them carries a question's subject."""
    known = lexicon(language)
    phrases = {*known.interrogatives, *known.greeting, *known.thanks, *known.farewell}
    single = {phrase for phrase in phrases if " " not in phrase}
    words = known.question_stop_words | known.events | known.negations | known.auxiliaries | known.pronouns | single
    return frozenset(map(normalise, words))


_EMPTY = Lexicon(
    interrogatives={},
    question_stop_words=frozenset(),
    wh_determiners=frozenset(),
    copulas=frozenset(),
    agent_prepositions=frozenset(),
    articles=frozenset(),
    negations=frozenset(),
    one_letter_words=frozenset(),
    auxiliaries=frozenset(),
    numbers={},
    pronouns=frozenset(),
    events=frozenset(),
    units={},
    earlier=frozenset(),
    later=frozenset(),
    greeting=frozenset(),
    thanks=frozenset(),
    farewell=frozenset(),
    fillers=frozenset(),
)


def _english() -> Lexicon:
    return Lexicon(
        interrogatives=_phrases(
            who="who,whom,whose,by whom,which person,what person",
            when="when,what date,which date,what day,which day,what year,which year,what month,which month,"
            "on what date,on which date,on what day,on which day,in what year,in which year,in what month,"
            "what time,date,dates,date of,the date,since when,how long ago",
            where="where,in which place,what place,in what place,in which country,in what country",
            why="why,y,how come,on what grounds,on which grounds,what grounds,which grounds,for what reason,"
            "for which reason,what reason,what reasons,what was the reason,what is the reason,the reason,"
            "reason,reasons,because of what,on what basis,what basis,grounds,motive,justification,rationale",
            howmany="how many,how much,what number of,how often,how many times,number of,amount of,quantity",
            howlong="how long,for how long,how soon,how fast,how quickly,how much time,how many years,how many days,"
            "how many months,how old",
            names="name,names,by name,named,surname,surnames,first name,called",
            others="else,other,others,another,besides,apart from",
            how="how,in what way,in which way",
        ),
        question_stop_words=_words(
            "what which what's whats that tell me us about please pls know want did do does say said describe "
            "explain "
            "give can could would you i i'm im i'd id like just ok okay so well hey actually really exactly "
            "hang on wait "
            "btw anyway somehow maybe also too any some kind sort"
        ),
        wh_determiners=_words("what which what's whats"),
        copulas=_words("is are was were the a an kind kinds sort type of exactly"),
        agent_prepositions=_words("by from"),
        articles=_words("the"),
        negations=_words(
            "not no never without cannot cant don't didn't doesn't isn't wasn't weren't aren't won't "
            "wouldn't couldn't can't hasn't haven't hadn't dont didnt doesnt isnt wasnt werent arent "
            "wont wouldnt couldnt hasnt havent hadnt nobody nothing none nor neither"
        ),
        one_letter_words=frozenset("ai"),
        auxiliaries=_words("be been being have has had do does did to the a an it they he she ever any yet"),
        numbers=_numbers(
            "three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 "
            "thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 "
            "thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 dozen=12"
        ),
        pronouns=_words("he him his she her hers they them their theirs it its that this those these there then"),
        events=_words(
            "what which did do does was were is are happen happened happens happening occur occurred event events "
            "take took place go went going on in at the of during anything something all everything "
            "timeline chronology date dates there news case facts fact about around that day year month week "
            "then tell me show give know and any else later before after by"
        ),
        units=_units(year="year years", month="month months", day="day days"),
        earlier=_words("before earlier previous prior preceding"),
        later=_words("after later next following"),
        greeting=_words("hi,hello,hey,hiya,hallo,howdy,greetings,yo,good morning,good afternoon,good evening,good day"),
        thanks=_words(
            "thanks,thank you,thank u,thx,ty,cheers,many thanks,thank you very much,thanks a lot,much appreciated"
        ),
        farewell=_words("bye,goodbye,bye bye,see you,see ya,good night,farewell,later"),
        fillers=_words(
            "there,bot,everyone,all,you,u,so much,very much,a lot,for,your,help,the,answer,dear,friend,friends,"
            "sir,madam,again,ok,okay,great,good,nice,how are you,what's up,whats up,how are you doing,today,"
            "that,was,is,helpful,useful,information,info,and,very,really,guys,team,buddy,mate,my,man,this"
        ),
    )


def _russian() -> Lexicon:
    return Lexicon(
        interrogatives=_phrases(
            who="кто,кого,кому,кем,о ком,чей,чья,чье,чьи,чьему,чьей,чьим,чьего,какой человек,какое лицо",
            when="когда,какого числа,в какой день,в каком году,в каком месяце,какая дата,дата,какой датой,"
            "в какое время,какого года,каким числом,какой день,какой год,с каких пор,как давно,за какое число",
            where="где,куда,откуда,в каком месте,в какой стране,на каком сайте,в каком городе",
            why="почему,за что,зачем,отчего,из за чего,по какой причине,по каким причинам,на каком основании,"
            "на каких основаниях,какие основания,какое основание,в чем причина,какая причина,какова причина,"
            "причина,причины,по какому поводу,чем обосновали,чем объяснили,чем мотивировали,с какой стати,"
            "основание,основания,обоснование,мотив,с чего",
            howmany="сколько,как много,какое количество,количество,какое число,много ли,скольким,сколькими,"
            "сколько раз,число",
            howlong="как долго,надолго,сколько времени,сколько лет,сколько дней,сколько месяцев,на сколько лет,"
            "как быстро,как скоро",
            names="имя,имена,имен,именам,фамилия,фамилии,фамилию,поименно,перечислите,перечисли,назовите всех,"
            "как зовут,как звали,зовут,звали",
            others="еще,другие,других,другой,другая,другое,остальные,помимо,кроме",
            how="как,каким образом,каким способом",
        ),
        question_stop_words=_words(
            "насчет что какой какая какое какие каких каким какому какую каком "
            "чем чего чему о об про скажи расскажи ли это хочу знать пожалуйста подскажите скажите назовите назови "
            "приведите приведи дайте дай объясните объясни слушайте слушай а и ну вот же ведь вообще все таки именно "
            "такого такой такое там то уж собственно интересно знаете опишите можно мне нам че чо шо"
        ),
        wh_determiners=_words(
            "какой какая какое какие каких каким какими какому какую каком каков какова каково каковы"
        ),
        copulas=_words("был была было были именно же это там"),
        agent_prepositions=_words("от со"),
        articles=frozenset(),
        negations=_words("не ни нет без никогда никто ничего нельзя"),
        one_letter_words=frozenset("абвжикосуя"),
        auxiliaries=_words("был была было были будет бы же ли"),
        numbers=_numbers(
            "три/трех/трем/тремя=3 четыре/четырех=4 пять/пяти=5 шесть/шести=6 семь/семи=7 "
            "восемь/восьми=8 девять/девяти=9 десять/десяти=10 одиннадцать=11 двенадцать=12 тринадцать=13 "
            "четырнадцать=14 "
            "пятнадцать=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19 двадцать/двадцати=20 "
            "тридцать/тридцати=30 сорок/сорока=40 пятьдесят/пятидесяти=50 шестьдесят=60 семьдесят=70 восемьдесят=80 "
            "девяносто=90 сто=100"
        ),
        pronouns=_words(
            "он его ему им нем него нему ним она ее ей ней нее они их них ими это этого этому этом этим тот того "
            "те тех тогда там эти этих"
        ),
        events=_words(
            "что случилось случалось произошло происходило было были событие события событий в во на за о об и по "
            "году год года г числа день дня дату дате месяц месяце месяца тогда хронология расскажи покажи "
            "какие какое "
            "все это из дела делу деле факты про новости нового известно там того этот этого ли стало творилось"
        ),
        units=_units(year="год года году годом", month="месяц месяца месяце месяцем", day="день дня днем"),
        earlier=_words("раньше ранее предыдущий предыдущем предыдущего прошлый прошлом прошлого до"),
        later=_words("позже спустя следующий следующем следующего после через"),
        greeting=_words(
            "привет,здравствуй,здравствуйте,добрый день,доброе утро,добрый вечер,приветствую,хай,"
            "доброго времени суток,здрасте,здрасьте,приветик,салют,доброго дня"
        ),
        thanks=_words(
            "спасибо,благодарю,спс,большое спасибо,спасибо большое,пасиб,спасибки,мерси,благодарствую,признателен"
        ),
        farewell=_words("пока,до свидания,прощай,прощайте,всего доброго,до встречи,спокойной ночи,бывай,удачи"),
        fillers=_words(
            "бот,вам,тебе,всем,за,помощь,ответ,ответы,большое,огромное,очень,как дела,как ты,как поживаешь,друзья,"
            "друг,тебя,вас,уважаемый,и,информацию,ок,хорошо,понятно,понял,ясно,снова,еще,раз,ну"
        ),
    )


def _ukrainian() -> Lexicon:
    return Lexicon(
        interrogatives=_phrases(
            who="хто,кого,кому,ким,про кого,чий,чия,чиє,чиї,чийого,чиєю,чиїм,чиїми,яка особа,яка людина",
            when="коли,якого числа,якого дня,в який день,у який день,в якому році,у якому році,якого року,"
            "в якому місяці,у якому місяці,яка дата,дата,якою датою,в який час,який день,який рік,відколи,як давно",
            where="де,куди,звідки,в якому місці,у якому місці,в якій країні,у якій країні,на якому сайті,в якому місті",
            why="чому,за що,навіщо,чого це,через що,з якої причини,з яких причин,на якій підставі,на яких підставах,"
            "які підстави,яка підстава,в чому причина,у чому причина,яка причина,причина,причини,з якого приводу,"
            "чим обґрунтували,чим пояснили,чим мотивували,підстава,підстави,обгрунтування,мотив,нащо",
            howmany="скільки,як багато,яка кількість,кількість,багато,скільком,скількома,скільки разів,число",
            howlong="як довго,надовго,скільки часу,скільки років,скільки днів,скільки місяців,на скільки років,"
            "як швидко,як скоро",
            names="імя,імена,імен,прізвище,прізвища,поіменно,перелічіть,перерахуйте,назвіть усіх,як звати,"
            "як звали,звати,звали",
            others="ще,інші,інших,інший,інша,інше,решта,окрім,крім",
            how="як,яким чином,у який спосіб,в який спосіб",
        ),
        question_stop_words=_words(
            "щодо стосовно "
            "що який яка яке які яких яким якому яку якою якої чим чого про скажи розкажи чи це хочу знати "
            "назвіть назви наведіть наведи дайте дай поясніть поясни слухайте слухай а і й та ну ось ж же "
            "взагалі все таки "
            "саме такого такий таке там то якийсь якась якесь цікаво знаєте опишіть можна мені нам "
            "будь ласка підкажіть скажіть шо"
        ),
        wh_determiners=_words("який яка яке які яких яким якими якому яку якою якої"),
        copulas=_words("був була було були саме ж це там"),
        agent_prepositions=_words("від"),
        articles=frozenset(),
        negations=_words("не ні немає нема без ніколи ніхто нічого"),
        one_letter_words=frozenset("абвєжзійоуя"),
        auxiliaries=_words("був була було були буде би б же чи"),
        numbers=_numbers(
            "три/трьох/трьом=3 чотири/чотирьох=4 пять/пяти=5 шість/шести=6 сім/семи=7 "
            "вісім/восьми=8 девять/девяти=9 десять/десяти=10 одинадцять=11 дванадцять=12 тринадцять=13 "
            "чотирнадцять=14 "
            "пятнадцять=15 шістнадцять=16 сімнадцять=17 вісімнадцять=18 девятнадцять=19 двадцять/двадцяти=20 "
            "тридцять/тридцяти=30 сорок=40 пятдесят=50 шістдесят=60 сімдесят=70 вісімдесят=80 девяносто=90 сто=100"
        ),
        pronouns=_words(
            "він його йому ним нього ньому вона її їй неї ній вони їх їм них ними це цього цьому цим цієї цій цю цією "
            "цими той того тієї тій тією тому тим тими ті тих тоді там ці цих"
        ),
        events=_words(
            "що сталося сталось трапилося трапилось відбулося відбулось відбувалося відбувалось було були "
            "подія події подій в у на за про і й та по році рік року р числа день дня "
            "дату даті місяць місяці місяця тоді хронологія розкажи покажи які яке все це зі справи справі "
            "факти новини нового відомо там того цей цього чи діялося"
        ),
        units=_units(year="рік року році роком", month="місяць місяця місяці місяцем", day="день дня днем"),
        earlier=_words("раніше попередній попереднього попередньому минулий минулого минулому до"),
        later=_words("пізніше наступний наступного наступному після через"),
        greeting=_words(
            "привіт,вітаю,добрий день,доброго дня,добрий ранок,доброго ранку,добрий вечір,доброго вечора,"
            "здоровенькі були,здрастуйте,вітання,доброго здоровя,хай,привітик"
        ),
        thanks=_words("дякую,спасибі,дуже дякую,щиро дякую,велике спасибі,вдячний,вдячна,дяка,дякс,красно дякую"),
        farewell=_words(
            "бувай,до побачення,до зустрічі,па,прощавай,прощавайте,на добраніч,всього доброго,бувайте,щасти"
        ),
        fillers=_words(
            "бот,боте,вам,тобі,усім,всім,за,допомогу,відповідь,відповіді,дуже,велике,щиро,як справи,як ся маєш,друзі,"
            "друже,тебе,вас,шановний,і,та,інформацію,ок,добре,зрозуміло,зрозумів,ясно,знову,ще,раз,ну"
        ),
    )
