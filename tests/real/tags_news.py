"""Extractors for tags.py: NITF, NewsML-G2 and NewsML 1, whichever a file is, read with Python's XML parser."""
import collections
import glob
import os
import re
import xml.etree.ElementTree as ElementTree

FIELDS = ("person", "org", "location")
Tagged = collections.namedtuple("Tagged", "id names")


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def children(element, *names):
    """The descendants that a path of names leads to, namespaces not minded."""
    found = [element]
    for name in names:
        found = [child for parent in found for child in parent if local(child) == name]
    return found


def line(element, *without):
    """Its text in one line, with a space where an element begins or ends."""
    parts = [element.text or ""]
    for child in element:
        if local(child) not in without:
            parts.append(line(child, *without))
        parts.append(child.tail or "")
    return re.sub(r" (?=[,.;:)'’])", "", " ".join(" ".join(parts).split()))


def tail(code):
    return re.split("[:/#]", code or "")[-1].lower()


# ---- NITF ---------------------------------------------------------------------------------------------------------

MAKERS = ("byline", "bytag", "distributor", "media-metadata", "media-producer")


def unmarked(name):
    """Without the "'s" that a marking took along."""
    return name if re.match("St[ .]", name) else re.sub("['’]s$", "", name)


def nitf_names(element, names):
    for child in element:
        kind = local(child)
        if kind == "person":
            names["person"].add(unmarked(line(child, "function", "alt-code")))
        elif kind == "org":
            names["org"].add(line(child, "function", "alt-code"))
        elif kind == "location":
            names["location"].add(unmarked(line(child, "alt-code")) if len(child) < 2 else line(child[0]))
            names["location"].update(line(part) for part in child if len(child) > 1)
        elif kind == "evloc":
            names["location"].update(child.get(key) for key in ("city", "county-dist", "state-prov", "iso-cc"))
        elif kind not in MAKERS:
            nitf_names(child, names)


def nitf(root):
    for article in root.iter():
        if local(article) == "nitf":
            names = {field: set() for field in FIELDS}
            nitf_names(article, names)
            ids = children(article, "head", "docdata", "doc-id")
            yield Tagged(ids[0].get("id-string") if ids else None, names)


# ---- NewsML-G2 ----------------------------------------------------------------------------------------------------

NATURES = {"person": "person", "organisation": "org", "poi": "location", "geoarea": "location", "city": "location",
           "country": "location", "statprov": "location", "team": "org", "league": "org"}
DETAILS = {"personDetails": "person", "organisationDetails": "org", "geoAreaDetails": "location",
           "POIDetails": "location"}


def nature(concept, otherwise=None):
    if any("geoprop" in facet.get("qcode", "").lower() for facet in children(concept, "facet")):
        return "location"
    return NATURES.get(tail(concept.get("type")), otherwise)


def g2_put(names, field, concept, asserts):
    known = asserts.get(concept.get("qcode") or concept.get("literal"), [])
    for source in (concept, *known):
        for name in children(source, "name"):
            if tail(name.get("role")) != "mnemonic" and line(name) not in ("", "N/A"):
                names[field].add(line(name))
        if field == "location":
            for broader in children(source, "broader"):
                g2_put(names, field, broader, asserts)
    if not known and not children(concept, "name") and not concept.get("qcode") and concept.get("literal"):
        names[field].add(concept.get("literal"))


def g2_item(item):
    names = {field: set() for field in FIELDS}
    asserts = collections.defaultdict(list)
    for concept in children(item, "assert"):
        asserts[concept.get("qcode") or concept.get("literal")].append(concept)
    for subject in children(item, "contentMeta", "subject"):
        field = nature(subject)
        if field:
            g2_put(names, field, subject, asserts)
    for located in children(item, "contentMeta", "located"):
        g2_put(names, "location", located, asserts)
    for concept in children(item, "assert"):
        for detail in concept:
            if local(detail) in DETAILS:
                g2_put(names, DETAILS[local(detail)], concept, asserts)
            elif local(detail) == "broader" and nature(detail) == "location":
                g2_put(names, "location", detail, asserts)
    for article in children(item, "contentSet", "inlineXML", "nitf"):
        nitf_names(article, names)
    return Tagged(item.get("guid"), names)


def newsml_g2(root):
    for item in root.iter():
        if local(item) == "newsItem":
            kinds = children(item, "itemMeta", "itemClass")
            body = children(item, "contentSet") or children(item, "contentMeta", "headline")
            if kinds and tail(kinds[0].get("qcode")) == "text" and body:
                yield g2_item(item)


# ---- NewsML 1 -----------------------------------------------------------------------------------------------------


def newsml1(root):
    for item in root.iter():
        if local(item) != "NewsItem":
            continue
        names = {field: set() for field in FIELDS}
        for location in (element for element in item.iter() if local(element) == "Location"):
            names["location"].update(prop.get("Value") for prop in children(location, "Property"))
        for prop in (element for element in item.iter() if local(element) == "Property"):
            if re.search("(Country|Region|State)Keywords", prop.get("FormalName", "")):
                names["location"].add(prop.get("Value"))
        for article in (element for element in item.iter() if local(element) == "nitf"):
            nitf_names(article, names)
        public = children(item, "Identification", "NewsIdentifier", "PublicIdentifier")
        yield Tagged(re.sub(r":\d+[NUA]?$", "", line(public[0])), names)


# ---- Any ----------------------------------------------------------------------------------------------------------

READERS = {"nitf": nitf, "newsMessage": newsml_g2, "newsItem": newsml_g2, "NewsML": newsml1}


def news(folder):
    """The articles of the files in a folder that have an id; what is not XML by the book is passed over."""
    for path in sorted(glob.glob(os.path.join(folder, "**", "*"), recursive=True)):
        if not os.path.isfile(path):
            continue
        try:
            root = ElementTree.parse(path).getroot()
        except ElementTree.ParseError:
            continue
        for tagged in READERS.get(local(root), lambda _: ())(root):
            if tagged.id:
                yield tagged
