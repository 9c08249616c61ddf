"""Hostile dumps in XML, tables, mail, web archives."""

from dumps import IDS, MB, case, repeated


def story(number, inside=b""):
    return (b"<item><guid>good-%d</guid><title>Good %d</title><description>The ferry is late.</description>"
            b"%s</item>\n" % (number, number, inside))


def stories(first):
    return b"".join(story(number) for number in range(first, first + 3))


HEAD = b'<?xml version="1.0"?>\n'
OPEN = b'<rss version="2.0"><channel><title>Feed</title>\n'
CLOSE = b"</channel></rss>\n"


@case("deep.xml", good=IDS, status=0, rest=1)
def deep_xml(large):
    n = 1000000 if large else 200000
    yield HEAD + OPEN + stories(10) + b"<item><title>Deep</title><description>Text.</description>"
    yield from repeated(b"<a>", 3 * n)
    yield b"deep"
    yield from repeated(b"</a>", 4 * n)
    yield b"</item>" + stories(13) + CLOSE


@case("unclosed.xml", good=["good-10", "good-11", "good-12"], status=0, rest=1, said="ends inside of this article")
def deep_xml_never_closed(large):
    yield HEAD + OPEN + stories(10) + b"<item><title>Deep</title><description>Text.</description>"
    yield from repeated(b"<a>", 3 * (1000000 if large else 200000))


@case("many.xml", good=IDS, said="more than 64 MB of XML")
def many_elements(large):
    yield HEAD + OPEN + stories(10) + b"<item><title>Many</title><description>Text.</description>"
    yield from repeated(b"<a/>", 4 * (10000000 if large else 1000000))
    yield b"</item>" + stories(13) + CLOSE


@case("outside.xml", good=IDS, status=0)
def many_elements_outside_of_articles(large):
    yield HEAD + OPEN + stories(10)
    yield from repeated(b"<a/>", 4 * (10000000 if large else 1000000))
    yield stories(13) + CLOSE


def laughs(first, count, factor):
    yield b'<!ENTITY %s0 "lol lol lol lol">\n' % first
    for i in range(1, count):
        yield b'<!ENTITY %s%d "%s">\n' % (first, i, (b"&%s%d;" % (first, i - 1)) * factor)


@case("laughs.xml", good=IDS, status=0, rest=1)
def billion_laughs(large):
    yield HEAD + b"<!DOCTYPE rss [\n" + b"".join(laughs(b"l", 12, 10)) + b"]>\n" + OPEN + stories(10)
    yield b"<item><title>Laughs</title><description>&l11;</description></item>\n" + stories(13) + CLOSE


@case("quadratic.xml", good=IDS, status=0, rest=1)
def quadratic_entities(large):
    """One long entity, very often."""
    yield HEAD + b'<!DOCTYPE rss [<!ENTITY long "' + b"harbour " * 5000 + b'">]>\n' + OPEN + stories(10)
    yield b"<item><title>Long</title><description>"
    yield from repeated(b"&long;", 6 * 100000)
    yield b"</description></item>\n" + stories(13) + CLOSE


@case("short-entities.xml", good=IDS, said="more than 64 MB of XML")
def short_entities(large):
    """Of the length that entities may have, as often as an article may have room for."""
    yield HEAD + b'<!DOCTYPE rss [<!ENTITY long "' + b"harbour " * 120 + b'">]>\n' + OPEN + stories(10)
    yield b"<item><title>Long</title><description>"
    yield from repeated(b"&long;", 6 * (2000000 if large else 100000))
    yield b"</description></item>\n" + stories(13) + CLOSE


# ---- Tables --------------------------------------------------------------------------------

COLUMNS = b"id,title,text,date\n"


def rows(first):
    return b"".join(b'good-%d,"Good %d",The ferry is late.,2022-01-0%d\n' % (n, n, n % 9 + 1)
                    for n in range(first, first + 3))


@case("quote.csv", good=IDS, said="a quote that is not closed", rest=1)
def quote_never_closed(large):
    yield COLUMNS + rows(10) + b'bad,"Bad\n'
    yield from repeated(b"bad,Bad,Text,2022-01-01\n", (24 << 18) * (32 if large else 3))
    yield rows(13)


@case("cells.csv", good=IDS, said="cells")
def many_cells(large):
    yield COLUMNS + rows(10) + b"bad"
    yield from repeated(b",", (60 if large else 10) * MB)
    yield b"\n" + rows(13)


# ---- Mail, web archives --------------------------------------------------------------------

def mail(number, head=b""):
    return (b"From a@example.org Fri Jan 21 14:05:09 2022\nFrom: a@example.org\nMessage-ID: <good-%d>\n"
            b"Date: Fri, 21 Jan 2022 14:05:09 +0000\nSubject: Good %d\n%s\nThe ferry is late.\n\n" % (
                number, number, head))


def mails(first):
    return b"".join(mail(number) for number in range(first, first + 3))


@case("header.mbox", good=IDS, said="64 MB")
def giant_header(large):
    yield mails(10) + b"From a@example.org Fri Jan 21 14:05:09 2022\nSubject: Bad\nReferences: "
    yield from repeated(b"<ferry@example.org>\n ", 100 * MB)
    yield b"\n\nBad.\n\n" + mails(13)


@case("fields.mbox", good=IDS, status=0, rest=1, said="only the first 2000 fields")
def many_fields(large):
    yield mails(10) + b"From a@example.org Fri Jan 21 14:05:09 2022\nSubject: Bad\n"
    yield from repeated(b"X-Ferry: late\n", (60 if large else 10) * MB)
    yield b"\n\nBad.\n\n" + mails(13)


@case("parts.mbox", good=IDS, status=0, rest=1, said="parts nested too deep, or too many")
def many_parts(large):
    """Multipart in multipart, and each of very many parts."""
    yield mails(10) + b"From a@example.org Fri Jan 21 14:05:09 2022\nSubject: Bad\nMIME-Version: 1.0\n"
    for i in range(2000):
        yield b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i)
    yield from repeated(b"Content-Type: text/plain\n\nFerry.\n--b0\n", (40 if large else 5) * MB)
    yield b"\n\n" + mails(13)


def record(number, length=None):
    page = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Good %d</title></head><body>"
            b"<article><h1>Good %d</h1><p>%s</p></article></body></html>" % (
                number, number, b"The ferry is late, and nobody knows when it will come. " * 12))
    return (b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/good-%d\r\n"
            b"WARC-Date: 2022-01-21T14:05:09Z\r\nWARC-Record-ID: <urn:uuid:%d>\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (
                number, number, length or len(page), page))


PAGES = ["http://example.org/good-%d" % number for number in range(10, 16)]


@case("length.warc", good=PAGES + ["http://example.org/good-99"], status=0, said="length is wrong")
def giant_length(large):
    yield b"".join(record(number) for number in range(10, 13)) + record(99, 1 << 62)
    yield b"".join(record(number) for number in range(13, 16))


@case("large.warc", good=PAGES, said="too large for a page")
def large_record(large):
    yield b"".join(record(number) for number in range(10, 13))
    size = (500 if large else 80) * MB
    yield record(99, size)[:-4].split(b"<html>")[0]
    yield from repeated(b"<p>ferry ", size - len(record(99).split(b"\r\n\r\n", 1)[1].split(b"<html>")[0]))
    yield b"\r\n\r\n" + b"".join(record(number) for number in range(13, 16))


@case("page.html", said="no article text", beyond=512)
def many_elements_of_a_page(large):
    yield b"<!doctype html><html><head><title>Page</title></head><body>"
    yield from repeated(b"<p><b><i>", (60 if large else 10) * MB)


@case("script.html", said="no article text", beyond=512)
def page_of_scripts(large):
    """JSON-LD of very many parts, as often as it is looked at."""
    yield b"<!doctype html><html><head><title>Page</title></head><body><p>Text.</p>"
    for _ in range(15 if large else 2):
        yield b'<script type="application/ld+json">[' + b"[]," * 1330000 + b"[]]</script>"
