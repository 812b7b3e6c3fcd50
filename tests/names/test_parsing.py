import pytest

from payvand.names import Certainty, Role, Script, parse

SURE, LIKELY = Certainty.SURE, Certainty.LIKELY


def roles(text, language=None):
    return " ".join(f"{token.text}={token.role}" for token in parse(text, language=language).tokens)


@pytest.mark.parametrize(
    "reading",
    [
        # Russian style, in either order and in any script
        "Раҳимов=surname Фаррух=given Саидович=patronymic",
        "Фаррух=given Саидович=patronymic Раҳимов=surname",
        "Иванова=surname Мария=given Петровна=patronymic",
        "Пушкин=surname Александр=given Сергеевич=patronymic",
        "Rahimov=surname Farrukh=given Saidovich=patronymic",
        "Durdy=given Annamyradow=surname",
        "Абрамович=surname Роман=given Аркадьевич=patronymic",
        "Мицкевич=surname Адам=given",
        "Яков=given Саидович=patronymic",
        "Şöhrat=given Berdiýew=surname",
        # Uzbek, Kyrgyz, Turkmen, Kazakh particles apart
        "Каримов=surname Анвар=given Ботир=father ўғли=particle",
        "Karimova=surname Dilnoza=given Bahodir=father qizi=particle",
        "Karimov=surname Anvar=given Botir=father oʻgʻli=particle",
        "Karimov=surname Anvar=given Botir=father o'g'li=particle",
        "Karimov=surname Anvar=given Botir=father o‘g‘li=particle",
        "KARIMOV=surname ANVAR=given BOTIR=father OGLI=particle",
        "KARIMOV=surname ANVAR=given BOTIR=father UGLI=particle",
        "Асан=father уулу=particle Бакыт=given",
        "Бакыт=given Асан=father уулу=particle",
        "Айгүл=given Токтогул=father кызы=particle",
        "Aman=given Atamyrat=father ogly=particle",
        "Ogulgerek=given Myrat=father gyzy=particle",
        "Абай=given Құнанбай=father ұлы=particle",
        "Karim=father xon=father oʻgʻli=particle Anvar=given",
        # joined
        "Назарбаев=surname Нұрсұлтан=given Әбішұлы=patronymic",
        "Nazarbayev=surname Nursultan=given Abishuly=patronymic",
        # Tajik
        "Исмоилзода=surname Фирдавс=given",
        "Раҳмон=surname зода=particle Абдулло=given",
        "Фирдавс=given Исмоилпур=surname",
        # Arabic and Persian
        "احمد=given ولد=particle محمود=father",
        "فاطمه=given بنت=particle محمد=father",
        "احمد=given بن=particle محمد=father بن=particle علی=grandfather",
        "Али=given ибн=particle Абу=father Талиб=father",
        "Карим=given сын=particle Давлата=father",
        "Karim=given s/o=particle Davlat=father",
        "Sitora=given D/O=particle Davlat=father",
        "کریم=given دولت=father زوی=particle",
        "Давлат=unknown of=unknown Kulob=unknown",
        "Ali=given ibn=particle Abd=father al=father Rahman=father",
        "حاجی=title عبدالغفار=unknown",
        "سید=religious محمد=religious حسینی=unknown",
        "محمد=religious اشرف=unknown احمدزی=tribe",
        "Ahmad=unknown Wali=unknown Durrani=tribe",
        "عبدالحی=unknown کابلی=nisba",
        "Мулло=title Исматулло=unknown",
        # nothing tells: the order stays unknown
        "Мария=unknown",
        "Emomali=unknown Rahmon=unknown",
        "محمد=unknown",
        "Уулу=unknown",
        "Ли=unknown",
    ],
)
def test_a_name_is_read_as_expected(reading):
    text = " ".join(pair.split("=")[0] for pair in reading.split())
    assert roles(text) == reading


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("А.С. Пушкин", "А=initial С=initial Пушкин=surname"),
        ("Рахимов Ф. С.", "Рахимов=surname Ф=initial С=initial"),
        ("Rahimov, Farrukh", "Rahimov=surname Farrukh=given"),
        ("Раҳмон, Эмомалӣ", "Раҳмон=surname Эмомалӣ=given"),
        ("رحیمی، احمد", "رحیمی=surname احمد=given"),
        ("RAHIMOV<<FARRUKH<SAIDOVICH<<<<<", "RAHIMOV=surname FARRUKH=given SAIDOVICH=patronymic"),
        ("Karim walad-e Davlat", "Karim=given walad=particle e=particle Davlat=father"),
        ("جان جی. رولند", "جان=unknown جی=initial رولند=unknown"),
        ("جورج دبلیو بوش", "جورج=unknown دبلیو=initial بوش=unknown"),
        ("جی رولند", "جی=unknown رولند=unknown"),
        ("محمد ام کلثوم", "محمد=religious ام=particle کلثوم=unknown"),
        ("Karim son of Davlat", "Karim=given son=particle of=particle Davlat=father"),
        ("DE<LA<CRUZ<<MARIA", "DE=particle LA=particle CRUZ=surname MARIA=given"),
        ("Токаев Касым-Жомарт Кемелевич", "Токаев=surname Касым=given Жомарт=given Кемелевич=patronymic"),
        ("Али «Ботур» Каримов", "Али=given Ботур=nickname Каримов=surname"),
        ("Асанова Айгуль (Иванова)", "Асанова=surname Айгуль=given Иванова=surname"),
    ],
)
def test_signs_tell_roles(text, reading):
    assert roles(text) == reading


def test_how_sure_a_role_is_depends_on_what_tells_it():
    sure = {token.text: token.certainty for token in parse("Karimov Anvar Botir oʻgʻli").tokens}
    assert sure == {"Karimov": LIKELY, "Anvar": LIKELY, "Botir": SURE, "oʻgʻli": SURE}


def test_a_patronymic_of_a_short_name_may_be_the_surname_and_is_less_sure():
    assert parse("Әбішұлы Нұрсұлтан").tokens[0].certainty is LIKELY
    assert parse("Назарбаев Нұрсұлтан Әбішұлы").tokens[2].certainty is SURE


def test_the_source_is_kept_and_the_tokens_lead_back_to_it():
    text = "  Дж. «Ботур» O‘g‘il-jon,  Карим\u200cзода "
    name = parse(text)
    assert name.source == text
    assert [text[token.start : token.end] for token in name.tokens] == [token.text for token in name.tokens]
    assert [token.text for token in name.tokens] == ["Дж", "Ботур", "O‘g‘il", "jon", "Карим\u200cзода"]
    assert [token.joined for token in name.tokens] == [False, False, False, True, False]


def test_script_of_a_name():
    assert parse("Раҳимов Фаррух").script is Script.CYRILLIC
    assert parse("Раҳимов Farrukh").script is Script.MIXED
    assert parse("«»").script is Script.NONE


def test_tokens_of_one_role_are_found_together():
    name = parse("احمد بن محمد بن علی")
    assert [token.text for token in name.with_role(Role.FATHER, Role.GRANDFATHER)] == ["محمد", "علی"]


def test_the_language_allows_endings_that_are_common_elsewhere():
    assert roles("Бакыт Асандын") == "Бакыт=unknown Асандын=unknown"
    assert roles("Бакыт Асандын", "ky") == "Бакыт=given Асандын=surname"


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("Асанова Айгуль (Иванова)", ["Иванова"]),
        ("Асанова (Иванова) Айгуль", ["Иванова"]),
        ("Каримова/Иванова Мария", ["Иванова"]),
        ("Иванова Мария, урождённая Каримова", ["Каримова"]),
        ("Иванова (урожд. Каримова) Мария Петровна", ["Каримова"]),
        ("Каримова (до брака Иванова) Мария", ["Иванова"]),
        ("Каримова Мария, по мужу Иванова", ["Иванова"]),
        ("Иванова Мария (девичья фамилия Каримова-Саидова)", ["Каримова", "Саидова"]),
        ("Maria Ivanova née Karimova", ["Karimova"]),
        ("Karimova Dilnoza (qizlik familiyasi Rahimova)", ["Rahimova"]),
        ("Мухиба Саидова, насаби пеш аз никоҳ Раҳимова", ["Раҳимова"]),
        ("زینب کریمی (نام خانوادگی پیشین احمدی)", ["احمدی"]),
        ("Каримова (Мария)", []),
        ("(Каримова)", []),
        ("Nee Maria", []),
        ("Maria Nee", []),
        ("Каримов «Иванов» Саид", ["Иванов"]),
    ],
)
def test_a_surname_of_before_or_after_marriage_is_told_apart(text, former):
    assert [token.text for token in parse(text).tokens if token.former] == former


def test_a_comma_before_the_surname_at_birth_parts_no_surname():
    assert roles("Иванова Мария, урождённая Каримова") == (
        "Иванова=surname Мария=given урождённая=particle Каримова=surname"
    )


@pytest.mark.parametrize(
    ("text", "abbreviated"),
    [
        ("Мух. Карим", ["Мух"]),
        ("Абд. Рахмонов", ["Абд"]),
        ("Дж. Каримов", ["Дж"]),
        ("Каримов Мух.", ["Мух"]),
        ("Раҳимов Абдурахма-", ["Абдурахма"]),
        ("Раҳимов Абдурахма…", ["Абдурахма"]),
        ("Раҳимов Абду... Саидович", ["Абду"]),
        ("RAHIMOVAZIZULLOZODA<<FARRUKH<SAIDOVIC", []),
        ("RAHIMOVAZIZULLOZODA<<FARRUKH<SAIDOVICHU", ["SAIDOVICHU"]),
        ("RAHIMOVAZIZULLOZODA<<FARRUKH<SAIDOVICH<", []),
        ("А.С. Пушкин", []),
        ("Dr. Karim", []),
        ("Саид Каримов. Душанбе.", []),
        ("Каримов Абдурахмон.", []),
        ("Каримов-Саидов", []),
    ],
)
def test_the_beginning_of_a_longer_word_is_told_apart(text, abbreviated):
    assert [token.text for token in parse(text).tokens if token.abbreviated] == abbreviated
