"""Makes small PDF files for the tests, so that each test shows what is printed where."""

import zlib
from collections.abc import Sequence

Placed = tuple[float, float, float, str]
"""One line of print: from the left, from the foot, size of the letters, text."""

WIDTH, HEIGHT = 595, 842


def make_pdf(
    pages: Sequence[Sequence[Placed]], *, info: dict[str, str] | None = None, scanned: Sequence[int] = ()
) -> bytes:
    """A PDF of these pages; those numbered in `scanned` show a picture as well."""
    objects: list[bytes] = [
        b"",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    objects.append(
        _stream(
            b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8"
        )
    )
    kids = []
    for number, lines in enumerate(pages, 1):
        content = b"".join(_show(*line) for line in lines)
        if number in scanned:
            content += b"q 500 0 0 700 40 60 cm /I Do Q\n"
        objects.append(_stream(content))
        box = f"[0 0 {WIDTH} {HEIGHT}]"
        resources = "<< /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >>"
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {len(objects)} 0 R /Resources {resources} >>"
        objects.append(page.encode())
        kids.append(len(objects))
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>".encode()
    objects.append(
        b"<< " + b" ".join(f"/{name} ".encode() + _text(value) for name, value in (info or {}).items()) + b" >>"
    )
    return _file(objects)


def column(lines: Sequence[str], *, left: float = 60, top: float = 700, size: float = 10) -> list[Placed]:
    """Lines one below the other; an empty one leaves room."""
    return [(left, top - place * size * 1.2, size, line) for place, line in enumerate(lines) if line]


def _show(left: float, baseline: float, size: float, text: str) -> bytes:
    return f"BT /F {size} Tf {left} {baseline} Td ".encode() + _text(text) + b" Tj ET\n"


def _text(text: str) -> bytes:
    return b"(" + text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


def _stream(content: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(content)
    head = f"<< {entries} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return head + packed + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    count = len(objects) + 1
    trailer = f"trailer\n<< /Size {count} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode()
