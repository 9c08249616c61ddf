"""The corpus written as a dump of each format: what bench/readers reads."""
import csv
import html
import io
import json
from email.message import EmailMessage
from xml.sax.saxutils import escape, quoteattr

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} - The Sample</title>
<meta property="og:title" content="{title}"><meta property="article:published_time" content="{date}">
<link rel="stylesheet" href="/style/main.css"><script>window.layer = window.layer || [];</script></head>
<body class="article"><header><nav class="menu"><ul>{menu}</ul></nav></header>
<main><article><h1>{title}</h1><p class="byline">By {author}</p>
{body}
</article><aside class="related"><h2>More</h2><ul>{menu}</ul></aside></main>
<footer><p>Copyright The Sample. All rights reserved.</p></footer></body></html>
"""
MENU = "".join(f'<li class="menu-item"><a href="/section/{n}" data-track="nav-{n}">Section {n}</a></li>'
               for n in range(40))


def paragraphs(record):
    return [part for part in record["text"].split("\n") if part.strip()]


def as_elements(record):
    return "\n".join(f"<p>{escape(part)}</p>" for part in paragraphs(record))


def page(record):
    return PAGE.format(title=html.escape(record["title"]), date=record["date"], menu=MENU,
                       author=html.escape(record["authors"] or "A. Writer"), body=as_elements(record))


def json_lines(corpus, out):
    for record in corpus:
        out.write(json.dumps(record, ensure_ascii=False) + "\n")


def rss(corpus, out):
    out.write('<?xml version="1.0"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
              "<channel><title>The Sample</title>\n")
    for record in corpus:
        body = as_elements(record).replace("]]>", "")
        out.write(f"<item><title>{escape(record['title'])}</title><guid>{escape(record['id'])}</guid>"
                  f"<pubDate>{record['date']}</pubDate>"
                  f"<content:encoded><![CDATA[{body}]]></content:encoded></item>\n")
    out.write("</channel></rss>\n")


def nitf(corpus, out):
    for record in corpus:
        title = escape(record["title"])
        out.write(f'<?xml version="1.0"?>\n<nitf><head><title>{title}</title><docdata>'
                  f"<doc-id id-string={quoteattr(record['id'])}/><date.issue norm={quoteattr(record['date'])}/>"
                  f"</docdata></head><body><body.head><hedline><hl1>{title}</hl1></hedline></body.head>"
                  f"<body.content><block>{as_elements(record)}</block></body.content></body></nitf>\n")


def newsml_g2(corpus, out):
    out.write('<?xml version="1.0"?>\n<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>\n')
    for record in corpus:
        out.write(f"<newsItem guid={quoteattr('urn:' + record['id'])} version=\"1\"><itemMeta>"
                  f"<versionCreated>{record['date']}</versionCreated></itemMeta><contentMeta>"
                  f"<headline>{escape(record['title'])}</headline></contentMeta><contentSet>"
                  '<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>'
                  f"{as_elements(record)}</body></html></inlineXML></contentSet></newsItem>\n")
    out.write("</itemSet></newsMessage>\n")


def mediawiki(corpus, out):
    out.write('<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.10/" version="0.10" xml:lang="en">\n'
              "<siteinfo><sitename>The Sample</sitename></siteinfo>\n")
    for number, record in enumerate(corpus):
        body = escape("\n\n".join(paragraphs(record)))
        out.write(f"<page><title>{escape(record['title'])}</title><ns>0</ns><id>{number}</id><revision>"
                  f"<id>{number}</id><timestamp>2022-01-21T10:00:00Z</timestamp><text xml:space=\"preserve\">"
                  f"{{{{date|January 21, 2022}}}}\n'''{body}'''\n[[Category:News]]</text></revision></page>\n")
    out.write("</mediawiki>\n")


def trec(corpus, out):
    for record in corpus:
        out.write(f"<DOC>\n<DOCNO>{record['id']}</DOCNO>\n<DATE>{record['date'][:10]}</DATE>\n"
                  f"<HEADLINE>{escape(record['title'])}</HEADLINE>\n<TEXT>\n{as_elements(record)}\n</TEXT>\n</DOC>\n")


def table(corpus, out):
    writer = csv.writer(out)
    writer.writerow(("id", "title", "date", "source", "authors", "url", "text"))
    writer.writerows(record.values() for record in corpus)


def mbox(corpus, out):
    for record in corpus:
        letter = EmailMessage()
        letter["From"] = "desk@sample.example"
        letter["Date"] = "Fri, 21 Jan 2022 10:00:00 +0000"
        letter["Subject"] = " ".join(record["title"].split())
        letter["Message-ID"] = f"<{record['id']}@sample.example>"
        letter.set_content("\n\n".join(paragraphs(record)) + "\n", cte="8bit")
        body = letter.as_bytes().decode("utf-8", "replace").replace("\nFrom ", "\n>From ")
        out.write(f"From desk@sample.example Fri Jan 21 10:00:00 2022\n{body}\n")


def warc(corpus, out, kind, write):
    """Responses of one kind, each a page of the corpus."""
    for record in corpus:
        body = write(record).encode()
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        out.write("WARC/1.0\r\nWARC-Type: response\r\n"
                  f"WARC-Target-URI: https://sample.example/{record['id']}\r\nWARC-Date: 2022-01-21T10:00:00Z\r\n"
                  "Content-Type: application/http; msgtype=response\r\n"
                  f"Content-Length: {len(answer) + len(body)}\r\n\r\n{answer}{body.decode()}\r\n\r\n")


def warc_pages(corpus, out):
    warc(corpus, out, "text/html", page)


def warc_texts(corpus, out):
    warc(corpus, out, "text/plain", lambda record: f"{record['title']}\n\n{record['text']}")


def warc_others(corpus, out):
    warc(corpus, out, "image/svg+xml", lambda record: f"<svg><text>{escape(record['text'])}</text></svg>")


# name, what it is of, how it is written
DUMPS = (("json", "JSON Lines", json_lines), ("csv", "CSV", table), ("feed", "RSS with content:encoded", rss),
         ("nitf", "NITF, one document behind the other", nitf), ("newsml_g2", "NewsML-G2, one message", newsml_g2),
         ("mediawiki", "MediaWiki export", mediawiki), ("trec", "TREC SGML", trec), ("email", "mbox", mbox),
         ("warc-text", "WARC of text/plain", warc_texts), ("warc-other", "WARC of what is no article", warc_others),
         ("warc-html", "WARC of HTML pages: extraction and all", warc_pages))


def write(writer, corpus, path):
    with io.open(path, "w", encoding="utf-8", errors="replace", newline="") as out:
        writer(corpus, out)
