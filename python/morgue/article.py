"""Articles: the fields of one, its tags, and the table of fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from ctypes import byref, c_char_p, c_void_p
from ctypes import cast as c_cast
from datetime import date
from functools import wraps
from threading import RLock
from typing import Any, Callable, ClassVar, NamedTuple, Optional, TypeVar, Union, cast

from . import _native as native
from ._native import ORIGINS, c_string, lib, number_of, plain, text_of
from .errors import call


class Field(NamedTuple):
    """A row of the table of fields."""

    name: str
    """In queries: `location`."""
    key: str
    """In articles and their JSON: `locations`."""
    aliases: list[str]
    description: str
    example: str
    """A query."""
    searchable: bool
    repeatable: bool
    """An article may have several values."""


def fields() -> list[Field]:
    """The fields of articles, and those that are for queries and facets only."""
    table = []
    for number in range(len(native.FIELDS)):
        row = lib.field_at(number).contents
        table.append(Field(plain(row.name), plain(row.key), plain(row.aliases).split(),
                           plain(row.description), plain(row.example), row.searchable,
                           row.repeatable))
    return table


_FIELDS = fields()
_NUMBERS = {name: number for number, field in reversed(list(enumerate(_FIELDS)))
            for name in (field.name, field.key, *field.aliases)}
EXTRA = native.FIELDS.index("extra")
_TAGGED = tuple(native.FIELDS.index(name) for name in ("person", "org", "location"))


def field_number(name: str) -> Optional[int]:
    """The number of a field by its name, key or alias; letter case does not matter."""
    number = _NUMBERS.get(name)
    return _NUMBERS.get(name.lower()) if number is None else number


def known_field(name: str) -> int:
    number = field_number(name)
    if number is None:
        raise ValueError(f"there is no field {name!r}: morgue.fields() has them")
    return number


class Tag(NamedTuple):
    """A person, organization or place that an article names."""

    field: str
    """person, org or location."""
    name: str
    origin: str = "dump"
    """Who says so: `dump` (or the caller), `tagger`, or `inherited` from another place."""
    confidence: int = 100
    """Percent."""
    mentions: int = 0
    """How often title and text name it; 0: not counted."""
    main: bool = False
    """The article is about it."""


class _One:
    """A field that an article has once, "" where it has not."""

    def __init__(self, name: str) -> None:
        self.number = known_field(name)
        self.__doc__ = _FIELDS[self.number].description

    def __get__(self, record: Any, kind: Any = None) -> str:
        return record._get(self.number) if record is not None else self  # type: ignore

    def __set__(self, record: Any, value: Any) -> None:
        record[_FIELDS[self.number].key] = value


class _Many(_One):
    """A field that an article may have several times."""

    def __get__(self, record: Any, kind: Any = None) -> list[str]:  # type: ignore[override]
        return record._all(self.number) if record is not None else self  # type: ignore


class Record:
    """The fields of an article, by the keys of its JSON."""

    id = _One("id")
    title = _One("title")
    text = _One("text")
    date = _One("date")
    raw_date = _One("raw_date")
    source = _One("source")
    section = _One("section")
    authors = _Many("authors")
    url = _One("url")
    language = _One("language")
    persons = _Many("persons")
    organizations = _Many("organizations")
    locations = _Many("locations")
    topics = _Many("topics")
    modified = _One("modified")
    dateline = _One("dateline")
    version = _One("version")


_Method = TypeVar("_Method", bound=Callable[..., Any])


def _alone(method: _Method) -> _Method:
    """A method during which no other thread uses the article."""
    @wraps(method)
    def locked(self: Any, *arguments: Any, **named: Any) -> Any:
        with self._lock:
            return method(self, *arguments, **named)
    return cast(_Method, locked)


class Article(Record, MutableMapping[str, Any]):
    """An article: a mapping of fields to values, and attributes of the same names.

        article = morgue.Article(title="Ferry runs again", date="2 May 2019", locations=["Ellery"])
        article.source = "The Harbour Gazette"
        article["page"] = 3

    Fields are strings, or lists of strings where an article may have several (authors, persons,
    organizations, locations, topics); dates may be given in any usual spelling, or as a
    datetime.date. Any other key is kept as it is, as JSON. An article of its own is handed out
    wherever one is: it may be kept, changed and written.
    """

    _pointer: Optional[int] = None
    _free: ClassVar[Any] = lib.article_free

    def __init__(self, values: Union[Mapping[str, Any], Iterable[tuple[str, Any]]] = (),
                 /, **fields: Any) -> None:
        self._new()
        values = dict(values, **fields)
        if values.get("text_type") == "plain":  # of to_dict()
            del values["text_type"]
        if {"date", "raw_date"} <= values.keys():  # a date sets both
            values["raw_date"] = values.pop("raw_date")
        self.update(values)

    def _new(self) -> None:
        self._lock = RLock()  # what C hands out lives until the article changes
        self._pointer = lib.article_new()
        if self._pointer is None:
            raise MemoryError

    def __del__(self) -> None:
        self._free(self._pointer)

    def __reduce__(self) -> Any:
        return Article, (self.to_dict(),)

    def __repr__(self) -> str:
        return f"<morgue.Article {self.id!r}: {self.title!r}>"

    # ---- As a mapping

    @_alone
    def __getitem__(self, key: str) -> Any:
        number = field_number(key)
        if number is None or number >= EXTRA:
            return self.extras()[key]
        if not lib.article_count(self._pointer, number):
            raise KeyError(key)
        return self._all(number) if _FIELDS[number].repeatable else self._get(number)

    @_alone
    def __setitem__(self, key: str, value: Any) -> None:
        number = field_number(key)
        if number == EXTRA and isinstance(value, Mapping):  # of to_dict()
            self._set_extras({**self.extras(), **value})
        elif number is None or number >= EXTRA:
            self._set_extras({**self.extras(), key: value})
        elif _FIELDS[number].repeatable:
            values = list(several(value))
            lib.article_remove(self._pointer, number)
            for one in values:
                self.add(key, one)
        else:
            data = spelled(value)
            call(lib.article_set, self._pointer, number, data, len(data))

    @_alone
    def __delitem__(self, key: str) -> None:
        self[key]  # KeyError
        number = field_number(key)
        if number is None or number >= EXTRA:
            self._set_extras({name: value for name, value in self.extras().items() if name != key})
        else:
            lib.article_remove(self._pointer, number)

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys())

    @_alone
    def _keys(self) -> list[str]:
        return [_FIELDS[number].key for number in range(EXTRA)
                if lib.article_count(self._pointer, number)] + list(self.extras())

    def __len__(self) -> int:
        return len(self._keys())

    @_alone
    def clear(self) -> None:
        lib.article_clear(self._pointer)

    # ---- Values

    def _get(self, number: int) -> str:
        with self._lock:
            return text_of(lib.article_get(self._pointer, number, 0))

    def _all(self, number: int) -> list[str]:
        with self._lock:
            return values_of(self._pointer, number)

    @_alone
    def add(self, field: str, value: Union[str, Tag, Mapping[str, Any]]) -> None:
        """Adds a value to a repeatable field: a name, a Tag, or a tag as to_dict() has it. One that
        is there already is not added twice."""
        number = known_field(field)
        if isinstance(value, (Tag, Mapping)):
            add_tag(self._pointer, number, value)
        else:
            data = spelled(value)
            call(lib.article_add, self._pointer, number, data, len(data), 0)

    @_alone
    def add_tag(self, tag: Tag) -> None:
        """Adds a tag. Where the name is there already it stays one tag, with the best of both."""
        add_tag(self._pointer, known_field(tag.field), tag)

    @_alone
    def tags(self, field: Optional[str] = None) -> list[Tag]:
        """The tags of one field, or of all three."""
        found = []
        tag = native.Tag()
        for number in _TAGGED if field is None else (known_field(field),):
            i = 0
            while lib.article_tag(self._pointer, number, i, byref(tag)):
                found.append(Tag(native.FIELDS[number], text_of(tag.name), ORIGINS[tag.origin],
                                 tag.confidence, tag.mentions, tag.main))
                i += 1
        return found

    @_alone
    def extras(self) -> dict[str, Any]:
        """Keys that Morgue has no field for, with their values."""
        count = lib.article_count(self._pointer, EXTRA)
        return {text_of(lib.article_extra_key(self._pointer, i)):
                json.loads(text_of(lib.article_get(self._pointer, EXTRA, i)))
                for i in range(count)}

    def _set_extras(self, extras: Mapping[str, Any]) -> None:
        rows = [(c_string(key), json.dumps(value).encode()) for key, value in extras.items()]
        lib.article_remove(self._pointer, EXTRA)
        for key, data in rows:
            call(lib.article_add_extra, self._pointer, key, data, len(data))

    @_alone
    def json(self) -> str:
        """The article as a line of JSON, the form of `morgue-search --dump`."""
        text = native.Text()
        call(lib.article_json, self._pointer, byref(text))
        return text_of(text)

    @_alone
    def to_dict(self) -> dict[str, Any]:
        """What json() says as a dict, of which Article() makes the same article again."""
        values: dict[str, Any] = {}
        for number in range(EXTRA):
            if lib.article_count(self._pointer, number):
                many = _FIELDS[number].repeatable
                values[_FIELDS[number].key] = self._all(number) if many else self._get(number)
        for number in _TAGGED:
            if tags := self.tags(_FIELDS[number].name):
                values[_FIELDS[number].key] = [_tag_dict(tag) for tag in tags]
        if extras := self.extras():
            values["extra"] = extras
        return values


def _tag_dict(tag: Tag) -> dict[str, Any]:
    """A tag as json() has it."""
    said: dict[str, Any] = {"name": tag.name, "by": tag.origin}
    if tag.confidence < 100:
        said["confidence"] = tag.confidence / 100
    if tag.mentions:
        said["mentions"] = tag.mentions
    if tag.main:
        said["main"] = True
    return said


def spelled(value: Any) -> bytes:
    """A value of a field as text."""
    if value is None:
        return b""
    if isinstance(value, date):
        return value.isoformat().encode()
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return str(value).encode()
    raise TypeError(f"a value of a field is a string, not {type(value).__name__}")


def values_of(pointer: Optional[int], number: int) -> list[str]:
    return [text_of(lib.article_get(pointer, number, i))
            for i in range(lib.article_count(pointer, number))]


def several(value: Any) -> Iterable[Any]:
    """The values of a field that were given as one or as a list."""
    return [value] if isinstance(value, (str, int, date, Tag, Mapping)) else value or ()


def add_tag(pointer: Any, number: int, tag: Union[Tag, Mapping[str, Any]]) -> None:
    """Adds a tag, also one as to_dict() has it, to a C article."""
    if isinstance(tag, Mapping):
        tag = Tag("", tag["name"], tag.get("by", "dump"), round(100 * tag.get("confidence", 1)),
                  tag.get("mentions", 0), tag.get("main", False))
    name = tag.name.encode()
    c_tag = native.Tag(origin=number_of(ORIGINS, tag.origin, "origin"), main=tag.main,
                       confidence=max(0, min(tag.confidence, 100)),
                       mentions=max(0, min(tag.mentions, 65535)))
    c_tag.name = native.Text(c_cast(c_char_p(name), c_void_p), len(name))
    call(lib.article_add_tag, pointer, number, c_tag)


def kept(pointer: int) -> Article:
    """A copy of an article that lives for a moment only."""
    article = Article.__new__(Article)
    article._new()
    call(lib.article_copy, article._pointer, pointer)
    return article
