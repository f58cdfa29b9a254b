"""Web addresses: what is left of them, and which lead to one article."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.importing.metadata.addresses import address_key, clean_address

POST = "https://www.post.example"


@pytest.mark.parametrize(
    ("address", "cleaned"),
    [
        ("HTTPS://Www.Post.Example/Bridge?utm_source=x&fbclid=y", f"{POST}/Bridge"),
        (f"{POST}/read?id=7&utm_campaign=spring", f"{POST}/read?id=7"),
        (f"{POST}/read?q=a%20b&page=2", f"{POST}/read?q=a%20b&page=2"),
        (f"{POST}/bridge#comments", f"{POST}/bridge"),
        (f"{POST}/#!/article/7", f"{POST}/#!/article/7"),
        ("https://www-post-example.cdn.ampproject.org/c/s/www.post.example/amp/bridge", f"{POST}/amp/bridge"),
        ("http://[::1", "http://[::1"),
        ("mailto:desk@post.example", "mailto:desk@post.example"),
    ],
)
def test_an_address_loses_what_only_says_how_the_reader_came(address: str, cleaned: str) -> None:
    assert clean_address(address) == cleaned


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{POST}/news/bridge-opens", "http://post.example/news/bridge-opens/"),
        (f"{POST}/news/bridge-opens", "https://m.post.example/news/bridge-opens?utm_source=feed"),
        (f"{POST}/news/bridge-opens", "https://amp.post.example/news/bridge-opens"),
        (f"{POST}/news/bridge-opens", f"{POST}/amp/news/bridge-opens"),
        (f"{POST}/news/bridge-opens", f"{POST}/news/bridge-opens/amp/"),
        (f"{POST}/news/bridge-opens.html", f"{POST}/news/bridge-opens.amp.html"),
        (f"{POST}/news/bridge-opens?outputType=amp", f"{POST}/news/bridge-opens"),
        (f"{POST}/news/bridge-opens-1234567.html", f"{POST}/local/old-bridge-opens-again-1234567"),
        (f"{POST}/news/1234567/bridge-opens-at-last", f"{POST}/1234567"),
        (f"{POST}/news/a7654321-bridge-opens", "https://m.post.example/a7654321"),
        (f"{POST}/a-60a0111a-c2d2-46c8-9e93-b16a374e6ba8", f"{POST}/x/60A0111A-C2D2-46C8-9E93-B16A374E6BA8"),
        (f"{POST}/news/65a1b2c3d4e5f607-bridge", f"{POST}/65a1b2c3d4e5f607"),
        (f"{POST}/%D0%BC%D0%BE%D1%81%D1%82", f"{POST}/мост"),
    ],
)
def test_two_addresses_of_one_article_have_one_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{POST}/news/bridge-opens-1234567", "https://www.herald.example/news/bridge-opens-1234567"),
        (f"{POST}/news/bridge-opens-1234567", f"{POST}/news/bridge-opens-1234568"),
        # Dates, alone and in front of a headline.
        (f"{POST}/20240428/bridge-opens-at-last", f"{POST}/20240428/port-closes-for-good"),
        (f"{POST}/bridge-opens-20240428", f"{POST}/port-closes-20240428"),
        (f"{POST}/240428-bridge", f"{POST}/240428-port"),
        (f"{POST}/28042024/bridge-opens-at-last", f"{POST}/28042024/port-closes-for-good"),
        (f"{POST}/202404281530-bridge", f"{POST}/202404281530-port"),
        # Numbers of what holds many articles.
        (f"{POST}/tag/1234567", f"{POST}/tag/1234567?page=2"),
        (f"{POST}/users/1234567/bridge-opens-at-last", f"{POST}/users/1234567/port-closes-for-good"),
        (f"{POST}/gallery/1234567/one-two-three", f"{POST}/gallery/1234567/four-five-six"),
        # Pages of an article, and numbers that are part of a headline.
        (f"{POST}/bridge-1234567.html", f"{POST}/bridge-1234567.html?page=2"),
        (f"{POST}/bridge-1234567_2.html", f"{POST}/bridge-1234567_3.html"),
        (f"{POST}/1234567-2", f"{POST}/1234567-3"),
        (f"{POST}/port-raises-250000", f"{POST}/bridge-raises-250000"),
        (f"{POST}/read?id=7", f"{POST}/read?id=8"),
        (f"{POST}/Bridge", f"{POST}/bridge"),
        (f"{POST}/#!/article/7", f"{POST}/#!/article/8"),
        ("https://m.example/bridge", "https://post.example/bridge"),
    ],
)
def test_two_articles_never_share_a_key(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@example("", "%0d")
@example("", "%2f%3f")
@given(st.text(max_size=80), st.text(alphabet="/-_.1234567890abcdefm?=&#%[]@:", max_size=60))
def test_any_text_has_a_key_that_is_its_own(host: str, path: str) -> None:
    for address in (host, f"https://{host}/{path}", f"https://post.example/{path}"):
        key = address_key(address)
        assert address_key(key) == key
