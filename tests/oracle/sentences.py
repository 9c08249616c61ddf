"""Where sentences and paragraphs of a text begin: the rules at the top of archive/sentence.h."""

import re
import unicodedata

BEFORE_NAMES = set("""mr mrs ms messrs dr drs prof st gen sen sens rep reps gov govs lt col sgt capt cmdr maj adm rev hon
    pres supt vs v jan feb mar apr jun jul aug sep sept oct nov dec cf ca mt ft ie eg""".split())
BEFORE_NUMBERS = set("no nos fig figs vol art op approx".split())
BEFORE_EITHER = set("jr sr co bros".split())
OPENERS = set("""the a an he she it they we i you his her its their our my but this that these those there if when while
    what in""".split())

END = re.compile(r"""[.!?…؟۔।։።](?=[)\]}"'”’»›“]*\s)""")
CJK_END = re.compile("[。｡！？]|．(?![0-9])")


def starts(text, tokens):
    """(sentences, paragraphs): the positions of the words that begin one, rising. Tokens without joined forms."""
    sentences, paragraphs = [], []
    for before, token in zip([None] + tokens, tokens):
        if before is None or token.position != before.position + 1:
            paragraphs.append(token.position)
            sentences.append(token.position)
        elif ends_sentence(text, before, token):
            sentences.append(token.position)
    return sentences, paragraphs


def ends_sentence(text, before, token):
    """Does a sentence end between these neighbours?"""
    between = text[before.end:token.start]
    if between in ("", " "):
        return False
    if CJK_END.search(between + text[token.start]):
        return True
    if unicodedata.category(text[token.start]) == "Ll":
        return False
    return any(end.start() > 0 or end[0] != "." or not is_abbreviated(text, before, token)
               for end in END.finditer(between))


def is_abbreviated(text, token, following):
    """Does the full stop right behind the word belong to it?"""
    opens = following.term.split("'")[0] in OPENERS
    if "." in text[token.start:token.end] and token.term[0].isalpha():
        return not opens
    if token.term in BEFORE_NUMBERS:
        return text[following.start] in "0123456789"
    return ((len(token.term) == 1 and token.term.isalpha()) or token.term in BEFORE_NAMES
            or (token.term in BEFORE_EITHER and not opens))
