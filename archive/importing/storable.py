"""Text and addresses as every database takes them. Pure."""


def storable(text: str, length: int = 0) -> str:
    """The text without NUL characters and lone surrogates, cut to `length` unless that is 0."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text[:length].rstrip() if length and len(text) > length else text


def storable_url(url: str, length: int) -> str:
    """The address if it is one of the web, else nothing: a link that a reader clicks must not run a script."""
    clean = storable(url).strip()
    if len(clean) > length or not clean.casefold().startswith(("http://", "https://")):
        return ""
    return clean
