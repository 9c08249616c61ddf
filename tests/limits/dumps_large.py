"""Dumps with one piece that is as large as it may be: what reading it takes. Small, they are about 4 MB."""

import base64

from dumps import IDS, MB, case, good, repeated
from dumps_marked import COLUMNS, HEAD, OPEN, mails, rows

MUCH = "too little memory"
FROM = b"From a@example.org Fri Jan 21 14:05:09 2022\nFrom: a@example.org\nSubject: Large\n"


def size(large, most):
    return (most if large else 4) * MB


@case("plain.txt", said=MUCH, beyond=300)
def plain_text(large):
    yield from repeated(b"The ferry is late &amp; slow.\n", size(large, 63))


@case("latin.txt", said=MUCH, beyond=300)
def other_characters(large):
    yield from repeated("Die Fähre kommt spät.\n".encode("latin-1"), size(large, 63))


@case("escapes.jsonl", good=IDS, said=MUCH, beyond=400)
def escapes(large):
    yield good(10) + b'{"id":"bad","title":"Bad","data":{"a":"'
    yield from repeated(b"\\u0041\\n", size(large, 110) // 8 * 8)
    yield b'"}}\n' + good(13)


@case("html.jsonl", good=IDS, status=None, rest=None, beyond=400)
def html_in_json(large):
    yield good(10) + b'{"id":"bad","title":"Bad","text":"<p>'
    yield from repeated(b"<p>The ferry is late.</p>", size(large, 60))
    yield b'"}\n' + good(13)


@case("attributes.html", said="no article text", beyond=600)
def page_of_attributes(large):
    yield b"<!doctype html><html><head><title>Page</title></head><body><p>"
    yield from repeated(b"<p a=b c=d>x ", size(large, 62))


@case("endless.html", said="a page of more than 64 MB", beyond=300)
def page_that_is_too_large(large):
    yield b"<!doctype html><html><head><title>Page</title></head><body><p>"
    yield from repeated(b"The ferry is late. ", (400 if large else 65) * MB)


@case("page.mbox", good=IDS, status=None, rest=None, beyond=600)
def page_in_a_mail(large):
    yield mails(10) + FROM + b"MIME-Version: 1.0\nContent-Type: text/html\n\n"
    yield from repeated(b"<p>The <b>ferry</b> is late.</p>\n", size(large, 62))
    yield b"\n\n" + mails(13)


@case("base64.mbox", good=IDS, said=MUCH, beyond=300)
def packed_mail(large):
    yield mails(10) + FROM + (b"MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
                              b"Content-Transfer-Encoding: base64\n\n")
    yield from repeated(base64.encodebytes("Die Fähre kommt.\n".encode("latin-1") * 300), size(large, 62))
    yield b"\n\n" + mails(13)


@case("row.csv", good=IDS, said=MUCH, beyond=300)
def long_row(large):
    yield COLUMNS + rows(10) + b'bad,Bad,"'
    yield from repeated(b'The ""ferry"" is late. ', size(large, 60) // 23 * 23)
    yield b'",2022-01-01\n' + rows(13)


@case("item.xml", status=None, rest=None, beyond=300)
def long_item(large):
    yield HEAD + OPEN + b"<item><title>Large</title><description>"
    yield from repeated(b"The &lt;b&gt;ferry&lt;/b&gt; is late. ", size(large, 62))
    yield b"</description></item></channel></rss>"
