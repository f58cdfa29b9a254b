"""What lets Whoosh itself read our segments: its own reader, searcher and queries work on the flat arrays.

Our own evaluation does not pass here; it is how the index stays one that Whoosh opens, checks and exports.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import numpy as np
from whoosh.codec.base import Codec, FieldCursor, PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import FieldType
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Format, Positions
from whoosh.matching.mcore import ListMatcher, Matcher
from whoosh.reading import TermInfo
from whoosh.scoring import BaseScorer

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.schema import FACET_FIELDS
from search.engines.whoosh.segments import EXTENSION, LENGTHS, FacetField, SegmentData, TextField


class FlatCodec(Codec):
    """Reads segments of flat arrays. Writing them is `writer.py`'s, a whole segment at a time."""

    def _refuse(self, *_: object) -> NoReturn:
        raise NotImplementedError("Segments of flat arrays are written whole, by WhooshEngine.update.")

    # All that Whoosh would write or read posting by posting.
    per_document_writer = field_writer = postings_writer = postings_reader = _refuse

    def new_segment(self, storage: FileStorage, indexname: str) -> W3Segment:
        return W3Segment(self, indexname)

    def terms_reader(self, storage: FileStorage, segment: W3Segment) -> "FlatTermsReader":
        return FlatTermsReader(_open(storage, segment))

    def per_document_reader(self, storage: FileStorage, segment: W3Segment) -> "FlatPerDocumentReader":
        return FlatPerDocumentReader(segment, _open(storage, segment))


def _open(storage: FileStorage, segment: W3Segment) -> SegmentData:
    return SegmentData(Path(storage.folder) / segment.make_filename(EXTENSION))


class FlatTermsReader(TermsReader):
    """Whoosh's view of the terms of a segment."""

    def __init__(self, data: SegmentData) -> None:
        self._data = data
        self._fields: dict[str, TextField | FacetField] = dict(sorted((data.texts | data.facets).items()))

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._ordinal(*term) is not None

    def _ordinal(self, fieldname: str, text: bytes) -> int | None:
        field = self._fields.get(fieldname)
        return None if field is None else field.lexicon.find_raw(text)

    def indexed_field_names(self) -> list[str]:
        return list(self._fields)

    def cursor(self, fieldname: str, fieldobj: FieldType) -> "FlatCursor":
        return FlatCursor(self, fieldname)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name, field in self._fields.items():
            for ordinal in range(len(field.lexicon)):
                yield name, field.lexicon.raw(ordinal)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        docs, weights = self.arrays(fieldname, text)
        lengths = self._lengths(fieldname)[docs]
        return TermInfo(
            float(weights.sum()),
            len(docs),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(weights.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self.arrays(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        return len(self.arrays(fieldname, text)[0])

    def _lengths(self, fieldname: str) -> Array:
        if fieldname in FACET_FIELDS:
            return np.ones(len(self._data), np.int32)
        return LENGTHS[self._data.texts[fieldname].lengths]

    def arrays(self, fieldname: str, text: bytes) -> tuple[Array, Array]:
        """The documents and weights of a term; KeyError where there is no such term."""
        ordinal = self._ordinal(fieldname, text)
        if ordinal is None:
            raise KeyError((fieldname, text))
        field = self._fields[fieldname]
        docs = field.docs[field.starts[ordinal] : field.starts[ordinal + 1]]
        if isinstance(field, FacetField):
            return docs, np.ones(len(docs), np.float32)
        return docs, field.counts[field.starts[ordinal] : field.starts[ordinal + 1]].astype(np.float32)

    def matcher(self, fieldname: str, text: bytes, format_: Format, scorer: BaseScorer | None = None) -> Matcher:
        docs, weights = self.arrays(fieldname, text)
        values = self._encoded_positions(fieldname, text, docs, format_)
        info = self.term_info(fieldname, text)
        return ListMatcher(
            docs.tolist(), weights.tolist(), values, format_, scorer=scorer, term=(fieldname, text), terminfo=info
        )

    def _encoded_positions(self, fieldname: str, text: bytes, docs: Array, format_: Format) -> list[bytes]:
        field = self._fields[fieldname]
        if isinstance(field, FacetField) or not isinstance(format_, Positions):
            return [b""] * len(docs)
        addresses = field.places(np.array([field.lexicon.find_raw(text)]))
        owners = field.value_docs[field.value_of(addresses)]
        first_values = np.searchsorted(field.value_docs, docs)
        ends = np.searchsorted(owners, docs, side="right")
        parts = np.split(addresses, ends[:-1])
        bases = field.value_starts[first_values]
        return [
            format_.encode([int(address) - int(base) for address in part])
            for part, base in zip(parts, bases, strict=True)
        ]


class FlatCursor(FieldCursor):
    """A place in the terms of one field."""

    def __init__(self, reader: FlatTermsReader, fieldname: str) -> None:
        self._reader, self._name = reader, fieldname
        self._lexicon = reader._fields[fieldname].lexicon
        self._place = 0

    def first(self) -> str | None:
        self._place = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        self._place = self._lexicon.position(term if isinstance(term, bytes) else term.encode())
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        return self._lexicon.word(self._place) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        return self._reader.term_info(self._name, self._lexicon.raw(self._place)) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._place < len(self._lexicon)


class FlatPerDocumentReader(PerDocumentReader):
    """Whoosh's view of the documents of a segment."""

    def __init__(self, segment: W3Segment, data: SegmentData) -> None:
        self._segment, self._data = segment, data

    def doc_count(self) -> int:
        return int(self._segment.doc_count())

    def doc_count_all(self) -> int:
        return len(self._data)

    def has_deletions(self) -> bool:
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        return iter(self._segment.deleted_docs())

    def stored_fields(self, docnum: int) -> dict[str, int]:
        return {"id": int(self._data.ids[docnum])}

    @cached_property
    def _lengths(self) -> dict[str, Array]:
        return {name: LENGTHS[field.lengths] for name, field in self._data.texts.items()}

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._lengths.get(fieldname)
        return default if lengths is None else int(lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        field = self._data.texts.get(fieldname)
        return 0 if field is None else field.total_length

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths[fieldname].min()) if fieldname in self._lengths else 0

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths[fieldname].max()) if fieldname in self._lengths else 0
