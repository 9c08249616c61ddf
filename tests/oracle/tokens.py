"""What a word is: the rules at the top of archive/tokenizer.h, written anew, character by character."""

import re
import unicodedata
from typing import NamedTuple

TERM_BYTES = 100  # longer words are cut
PARAGRAPH_GAP = 10

WORD, JOINED, GRAM = "word", "joined", "gram"

APOSTROPHES = "'\u2019\u02bc\uff07\u2018"
HYPHENS = "-\u2010\u2011"
SOFT_HYPHEN = "\u00ad"
ELISIONS = set("l d j m n s t c qu dell nell all sull dall jusqu lorsqu puisqu".split())
ENTITIES = {"amp", "lt", "gt"}

# Scripts without spaces between words, by the names that Unicode gives their characters.
GRAM_SCRIPTS = ("THAI ", "LAO ", "MYANMAR ", "KHMER ", "CJK ", "KANGXI ", "IDEOGRAPHIC ", "HIRAGANA ", "KATAKANA",
                "HALFWIDTH KATAKANA ", "BOPOMOFO ", "HENTAIGANA ")
# Marks that readers leave out.
DROPPED_MARKS = ("COMBINING ", "HEBREW ", "ARABIC ")
# Letters that Unicode does not take apart.
STROKES = {"Æ": "AE", "Ð": "D", "Ø": "O", "Þ": "TH", "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "Đ": "D", "đ": "d",
           "Ħ": "H", "ħ": "h", "ı": "i", "Ł": "L", "ł": "l", "ŉ": "n", "Œ": "OE", "œ": "oe", "Ŧ": "T", "ŧ": "t"}


class Token(NamedTuple):
    term: str  # folded
    cased: str  # the same, but with its capitals
    start: int  # characters [start, end) of the text
    end: int
    position: int  # of the first part, for a joined form
    kind: str


# ---- Characters ---------------------------------------------------------------------------------


def is_ignored(c):
    return c in "\u00ad\u2060\ufeff" or "\u200b" <= c <= "\u200d" or "\ufe00" <= c <= "\ufe0f"


def class_of(c):
    """L letter, D digit, M mark, I ignored, G a letter of a script without spaces, O what ends a word."""
    if is_ignored(c):
        return "I"
    if c in "\uff9e\uff9f":  # halfwidth sound marks
        return "M"
    category = unicodedata.category(c)
    gram = unicodedata.name(c, "").startswith(GRAM_SCRIPTS)
    if category.startswith("L"):
        return "G" if gram else "L"
    if category in ("Nd", "Nl"):
        return "G" if gram and category == "Nl" else "D"
    return "M" if category.startswith("M") else "O"


class Memo(dict):
    """A function that remembers what it said."""

    def __init__(self, function):
        super().__init__()
        self.function = function

    def __missing__(self, key):
        self[key] = value = self.function(key)
        return value


CLASSES = Memo(class_of)


def classify(text):
    """The class of each character, as a string as long as the text and two more; S for a soft hyphen where a
    line ended within a word."""
    classes = "".join(map(CLASSES.__getitem__, text)) + "OO"
    for match in re.finditer(SOFT_HYPHEN, text):
        at = match.start()
        if at and classes[at - 1] in "LM" and classes[at + 1] == "L":
            classes = classes[:at] + "S" + classes[at + 1:]
    return classes


# ---- Folding ------------------------------------------------------------------------------------


def fold_character(c):
    """One character without what readers leave out; capitals stay."""
    if c in APOSTROPHES:
        return "'"
    if is_ignored(c) or c == "\u0640":
        return ""
    if c in STROKES:
        return STROKES[c]
    if unicodedata.category(c) == "Nd":
        return str(unicodedata.decimal(c))
    pieces = unicodedata.normalize("NFKD" if "\uff00" <= c <= "\uffef" else "NFD", c)
    if pieces != c:
        return "".join(map(fold_character, pieces)) if c not in "Йй" else c
    return c.casefold() if len(c.casefold()) > 1 else c


def is_dropped(c):
    return (unicodedata.category(c)[0] == "M" and "KANA" not in unicodedata.name(c, "")
            and unicodedata.name(c, "").startswith(DROPPED_MARKS))


def fold_case_kept(raw):
    plain = "".join(map(fold_character, raw.replace("И\u0306", "Й").replace("и\u0306", "й")))
    return cut(unicodedata.normalize("NFC", "".join(c for c in plain if not is_dropped(c))))


def cut(term):
    """At most so many bytes, cut at a character."""
    return term.encode()[:TERM_BYTES].decode(errors="ignore")


CASED = Memo(fold_case_kept)
FOLDED = Memo(lambda cased: cut(unicodedata.normalize("NFC", cased.casefold())))


# ---- Words --------------------------------------------------------------------------------------


class Word:
    """A word while it grows: text[start:end], and where to go on behind it."""

    def __init__(self, text, classes, start):
        self.text = text + "\0\0"
        self.classes = classes
        self.start = self.end = start
        self.after = None
        self.comma = None
        self.letters = self.digits = 0
        self.initials = False

    def grow(self):
        while True:
            run = RUN.match(self.classes, self.end).end()
            found = self.classes[self.end:run]
            self.letters += found.count("L")
            self.digits += found.count("D")
            self.end = run
            if self.classes[run] != "O" or not self.passes(run):
                break
            self.end = run + 1
        if self.after is None:
            self.after = self.end + (self.initials and self.text[self.end] == ".")

    def passes(self, at):
        """May the word go on across the character there, which is no letter or digit?"""
        c = self.text[at]
        if c == ".":
            return self.passes_stop(at + 1)
        if c == ",":
            return self.passes_comma(at)
        if c == ":":
            return self.digits > 0 and not self.letters and self.classes[at + 1] == "D"
        if c == "&":
            return self.passes_ampersand(at + 1)
        return c in APOSTROPHES and not self.initials and self.passes_apostrophe(at + 1)

    def passes_stop(self, at):
        if self.classes[at] == "D" and not self.letters:
            return True
        if self.classes[at] != "L" or not (self.initials or (self.letters == 1 and not self.digits)):
            return False
        if self.classes[at + 1] in "LDM" or self.text[at + 1] in APOSTROPHES:
            return False
        self.initials = True
        return True

    def passes_comma(self, at):
        group = self.text[self.start if self.comma is None else self.comma + 1:at]
        if self.letters or len(group) > 3 or (self.comma is not None and len(group) != 3):
            return False
        if not re.fullmatch("[0-9]{3}", self.text[at + 1:at + 4]) or self.classes[at + 4:at + 5] in ("L", "D"):
            return False
        self.comma = at
        return True

    def passes_ampersand(self, at):
        if self.letters > 3 or self.digits:
            return False
        end = AND_RUN.match(self.classes, at).end()
        if self.text[end] == ";" and self.text[at:end].lower() in ENTITIES:
            return False
        return 1 <= self.classes.count("L", at, end) <= 3 and self.classes[end] not in "LD"

    def passes_apostrophe(self, at):
        if self.classes[at] != "L" or self.text[self.start:at - 1].lower() in ELISIONS:
            return False
        if self.text[at] not in "sS" or self.classes[at + 1] in "LDM":
            return True
        self.after = at + 1  # a possessive: passed over
        return False

    def cased(self):
        raw = self.text[self.start:self.end].replace(",", "")
        return CASED[raw.replace(".", "") if self.initials else raw]

    def goes_on(self):
        """Does another part of a compound follow?"""
        if self.text[self.after] in HYPHENS:
            return self.classes[self.after + 1] in "LD"
        return self.classes[self.after] == "S"


RUN = re.compile("[LDMI]*")
AND_RUN = re.compile("[LMI]*")
BEGIN = re.compile("[LDG]")
GRAM_RUN = re.compile("G[MI]*")
BLANKS = re.compile("[\0-\x20]+")


def paragraphs(between):
    """How many empty lines there are between two words."""
    return sum(blanks.count("\n") > 1 for blanks in BLANKS.findall(between)) if "\n" in between else 0


class Tokenizer:
    """The tokens of a text, a list, and the position that a further word would have."""

    def __init__(self, text, first_position=0):
        self.text = text
        self.classes = classify(text)
        self.tokens = []
        self.position = first_position
        self.parts = []  # of the compound that is open
        self.run(0)

    def run(self, at):
        while True:
            begin = BEGIN.search(self.classes, at)
            start = begin.start() if begin else len(self.text)
            self.position += PARAGRAPH_GAP * paragraphs(self.text[at:start])
            if not begin:
                return
            at = self.take_gram(start) if self.classes[start] == "G" else self.take_word(start)

    def add(self, cased, start, end, kind):
        self.tokens.append(Token(FOLDED[cased], cased, start, end, self.position, kind))
        self.position += 1

    def take_gram(self, start):
        self.parts = []
        after = GRAM_RUN.match(self.classes, start).end()
        second = GRAM_RUN.match(self.classes, after)
        end = second.end() if second else after
        self.add(CASED[self.text[start:end]], start, end, GRAM)
        return after

    def take_word(self, start):
        word = Word(self.text, self.classes, start)
        word.grow()
        cased = word.cased()
        if cased:
            self.add(cased, start, word.end, WORD)
            self.parts.append(self.tokens[-1])
            if not word.goes_on():
                self.join()
        return word.after

    def join(self):
        """At the end of a compound of two parts that are not both numbers."""
        parts, self.parts = self.parts, []
        if len(parts) != 2 or (parts[0].term[-1] in "0123456789" and parts[1].term[0] in "0123456789"):
            return
        term, cased = (first + second for first, second in zip(parts[0][:2], parts[1][:2]))
        if len(term.encode()) <= TERM_BYTES:
            # Hangul letters that stood apart make a syllable where the parts meet.
            term, cased = (unicodedata.normalize("NFC", form) for form in (term, cased))
            self.tokens.append(Token(term, cased, parts[0].start, parts[1].end, parts[0].position, JOINED))


def tokenize(text):
    return Tokenizer(text).tokens


def fold_value(text):
    """A whole value as it is compared: its words joined by spaces; as it stands where there are none."""
    return " ".join(token.term for token in tokenize(text) if token.kind != JOINED) or text
