"""The archive of the browser tests: 79 articles of invented news, made so that counts can be told beforehand."""

from archive.models import Article
from tests.factories import make_article, make_source, make_topic

# 72 articles go round these lists, so that every person of the first list is in 24 and every source has 18.
MAIN_PEOPLE = ("Ingrid Solheim", "Marta Okafor", "Piet de Wit")
OTHER_PEOPLE = ("Anna Brandauer", "Bao Linh", "Carmen Duroc", "Dmitri Semenov", "Élise Marchand", "Farid Nazari")
SOURCES = ("Harbour Gazette", "Island Post", "Lowland Courier", "Northern Wire")
HEADLINES = (
    "Dockers vote on the new offer",
    "Ferry to the outer islands is late again",
    "Council puts off the bridge",
    "Fishing fleet stays in after the storm",
    "Lighthouse keeper is to retire",
)
HOSTILE_TITLE = "Port website <script>window.harmed = 'title'</script> had holes"
HOSTILE_BODY = (
    "The form took <script>window.harmed = 'script'</script> as it came.\n\n"
    "## Then <img src=x onerror=\"window.harmed = 'image'\"> was typed\n\n"
    "</p><svg onload=\"window.harmed = 'svg'\"> and &lt;b&gt; were printed as they stood, harbour staff said."
)
LONG_WORD = "Hafenumschlagsgenehmigungsverfahrensbeschleunigungsgesetzentwurf"


def fill_archive() -> list[int]:
    """Makes the articles and returns their ids."""
    transport = make_topic("transport", qcode="test:transport")
    shipping = make_topic("shipping", parent=transport)
    topics = (shipping, make_topic("ferries", parent=shipping), make_topic("labour dispute"), make_topic("weather"))
    for name in SOURCES:
        make_source(name, other_names=[f"The {name}"])
    for number in range(72):
        people = [MAIN_PEOPLE[number % 3]]
        if number % 2:
            people.append(OTHER_PEOPLE[number // 2 % 6])
        make_article(
            f"{HEADLINES[number % 5]}, report {number + 1}",
            _body(number),
            source=SOURCES[number % 4],
            people=people,
            topics=[topics[number % 4]],
            date=f"{2005 + number // 4}-{1 + number * 5 % 12:02d}-{1 + number * 7 % 28:02d}",
            authors=["Oskar Lund"],
        )
    make_article(HOSTILE_TITLE, HOSTILE_BODY, source=SOURCES[0], date="2023-05-04", authors=["<b>Nobody</b>"])
    make_article(
        f"{LONG_WORD} bleibt im Rat",
        f"{LONG_WORD * 2} heißt er.",
        source=SOURCES[1],
        date="XXXX-12-16",
        language="de",
        url=f"https://news.example/{LONG_WORD}/{LONG_WORD}",
        rights="© Island Post",
        caption="The council, before the vote.",
    )
    make_article(
        "Паром снова ходит", "Паром на дальние острова снова ходит.", source=SOURCES[3], date="2024-02", language="ru"
    )
    _fill_with_copies()
    return list(Article.objects.values_list("pk", flat=True))


def _fill_with_copies() -> None:
    """A story that two papers took over from the wire, one of them twice."""
    body = "The pilots of the outer islands stay in their boats. Nobody at the tower knows for how long."
    first = make_article("Pilots stay in their boats", body, source=SOURCES[3], date="2023-06-01")
    for day, source in ((2, SOURCES[0]), (3, SOURCES[1]), (4, SOURCES[1])):
        make_article("Pilots stay in", body, source=source, date=f"2023-06-{day:02d}", version_of=first)


def _body(number: int) -> str:
    return (
        f"The harbour was quiet on the morning of report {number + 1}. {MAIN_PEOPLE[number % 3]} said the talks go on, "
        "and that nobody at the quay expects them to end this week.\n\n"
        "## What comes next\n\n"
        f"{HEADLINES[(number + 1) % 5]}, the harbour office says. A decision is expected before the month is out."
    )
