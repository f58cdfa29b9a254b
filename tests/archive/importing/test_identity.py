"""Which article is which, when a file is read again: nothing is lost, nothing doubled."""

from hypothesis import given
from hypothesis import strategies as st

from archive.importing.identity import Entry, Known, entries_of, family, hash_content, pair_up, unnumbered
from archive.importing.placing import Placer
from tests.factories import clean_article, read_file_of

texts = st.lists(st.sampled_from(["Alpha", "Beta", "Gamma", "Delta", ""]), max_size=6)
identities = st.sampled_from(["", "wire:1", "wire:2", "url:https://example.org/#1"])


def known_of(entries: list[Entry]) -> list[Known]:
    return [
        Known(pk, entry.identity, entry.item, entry.title, entry.content_hash) for pk, entry in enumerate(entries, 1)
    ]


def test_a_hash_is_of_the_content_and_not_of_the_place() -> None:
    article = clean_article(people=["Ingrid Solheim"], topics=["medtop:1"])
    assert hash_content(article) == hash_content(
        clean_article(people=["Ingrid Solheim"], topics=["medtop:1"], item="7")
    )
    assert hash_content(article) == hash_content(
        clean_article(people=["Ingrid Solheim"], topics=["medtop:1"], identity="wire:7")
    )
    assert hash_content(article) != hash_content(clean_article(people=["Jon Dahl"], topics=["medtop:1"]))
    assert hash_content(article) != hash_content(clean_article(people=["Ingrid Solheim"]))


def test_an_address_with_a_fragment_is_no_numbered_identity() -> None:
    assert unnumbered("url:example.org/#2") == "url:example.org/#2"
    assert family("url:example.org/ #2") == "url:example.org/"
    assert family("file:abc:7") == "file:abc"


def test_an_address_of_an_earlier_version_is_the_same_family() -> None:
    assert family("url:https://www.example.org/news/bridge-opens-1234567 #2") == family("url:example.org/*/1234567")


@given(st.lists(st.tuples(st.text(max_size=3), st.sampled_from(["", "1", "2"]), identities), max_size=8))
def test_the_entries_of_a_file_have_identities_of_their_own(articles: list[tuple[str, str, str]]) -> None:
    file = read_file_of(*(clean_article(t, t, item=i, identity=each) for t, i, each in articles))
    entries = entries_of(file)
    assert len({entry.identity for entry in entries}) == len(entries) == len(articles)


@given(texts, texts)
def test_a_file_read_again_continues_each_article_at_most_once(before: list[str], after: list[str]) -> None:
    old = entries_of(read_file_of(*(clean_article(t, t, item=str(n)) for n, t in enumerate(before))))
    new = entries_of(read_file_of(*(clean_article(t, t, item=str(n)) for n, t in enumerate(after))))
    pairs = pair_up(new, known_of(old))
    assert len({known.pk for known in pairs.values()}) == len(pairs)
    # As many as possible keep the very content they had.
    common = sum(min(before.count(text), after.count(text)) for text in set(before))
    same = [index for index, known in pairs.items() if known.content_hash == new[index].content_hash]
    assert len(same) == common


@given(st.lists(st.lists(st.tuples(st.sampled_from("ABC"), identities), max_size=4), min_size=1, max_size=3))
def test_placing_gives_each_entry_an_article_and_no_two_an_identity(files: list[list[tuple[str, str]]]) -> None:
    entries = [
        entries_of(read_file_of(*(clean_article(t, t, identity=each, item=str(n)) for n, (t, each) in enumerate(file))))
        for file in files
    ]
    numbers = iter(range(2, 1_000))
    placer = Placer(stands=lambda known: True, next_number=lambda plain: next(numbers))
    steps, same = placer.place(entries, [[] for _ in entries], lambda asked: {})
    assert len(steps) + same == sum(len(file) for file in files)
    assert len({step.identity for step in steps}) == len(steps)
    # What is left out is there under the same identity with the same content.
    contents = {(step.entry.content_hash, family(step.identity)) for step in steps}
    assert all(
        (entry.content_hash, family(entry.identity)) in contents
        for file in entries
        for entry in file
        if not entry.identity.startswith("file:")
    )
