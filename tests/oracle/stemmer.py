"""The Snowball stemmer for English ("Porter 2"), from its description at
https://snowballstem.org/algorithms/english/stemmer.html; for words of small letters without apostrophes."""

import re

VOWELS = "aeiouy"
DOUBLES = ("bb", "dd", "ff", "gg", "mm", "nn", "pp", "rr", "tt")
IRREGULAR = {"skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl",
             "gently": "gentl", "ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl", "sky": "sky",
             "news": "news", "howe": "howe", "atlas": "atlas", "cosmos": "cosmos", "bias": "bias", "andes": "andes"}
KEPT_AFTER_1A = {"inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"}
LI_ENDINGS = "cdeghkmnrt"

STEP_2 = {"tional": "tion", "enci": "ence", "anci": "ance", "abli": "able", "entli": "ent", "izer": "ize",
          "ization": "ize", "ational": "ate", "ation": "ate", "ator": "ate", "alism": "al", "aliti": "al", "alli": "al",
          "fulness": "ful", "ousli": "ous", "ousness": "ous", "iveness": "ive", "iviti": "ive", "biliti": "ble",
          "bli": "ble", "ogi": "og", "fulli": "ful", "lessli": "less", "li": ""}
STEP_3 = {"tional": "tion", "ational": "ate", "alize": "al", "icate": "ic", "iciti": "ic", "ical": "ic", "ful": "",
          "ness": "", "ative": ""}
STEP_4 = ("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ism", "ate", "iti", "ous",
          "ive", "ize", "ion")


def stem(word):
    if len(word) <= 2:
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    word = re.sub("(^|(?<=[aeiouy]))y", "Y", word)
    region1 = region(word, first_region(word))
    region2 = region(word, region1)
    word = step_1a(word)
    if word in KEPT_AFTER_1A:
        return word
    word = step_1c(step_1b(word, region1))
    word = step_3(step_2(word, region1), region1, region2)
    return step_5(step_4(word, region2), region1, region2).lower()


# ---- What endings are judged by -----------------------------------------------------------------


def first_region(word):
    """Where to look for the first region; its own end behind some beginnings, marked as negative."""
    special = re.match("gener|commun|arsen", word)
    return -special.end() if special else 0


def region(word, start):
    """What follows the first non-vowel behind a vowel."""
    if start < 0:
        return -start
    found = re.compile("[aeiouy][^aeiouy]").search(word, start)
    return found.end() if found else len(word)


def ends_short(word):
    """Ends in a short syllable: [non-vowel] vowel non-vowel, the last not w, x or Y."""
    return re.search("[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$", word) is not None


def ending(word, endings):
    """The longest of the endings that the word has."""
    return max((e for e in endings if word.endswith(e)), key=len, default=None)


# ---- The steps ----------------------------------------------------------------------------------


def step_1a(word):
    found = ending(word, ("sses", "ied", "ies", "us", "ss", "s"))
    if found == "sses":
        return word[:-2]
    if found in ("ied", "ies"):
        return word[:-2] if len(word) > 4 else word[:-1]
    if found == "s" and re.search("[aeiouy]", word[:-2]):
        return word[:-1]
    return word


def step_1b(word, region1):
    found = ending(word, ("eed", "eedly", "ed", "edly", "ing", "ingly"))
    if not found:
        return word
    rest = word[:-len(found)]
    if found in ("eed", "eedly"):
        return rest + "ee" if len(rest) >= region1 else word
    if not re.search("[aeiouy]", rest):
        return word
    if rest.endswith(("at", "bl", "iz")):
        return rest + "e"
    if rest.endswith(DOUBLES):
        return rest[:-1]
    return rest + "e" if region1 >= len(rest) and ends_short(rest) else rest


def step_1c(word):
    return word[:-1] + "i" if re.search("..[yY]$", word) and word[-2] not in VOWELS else word


def step_2(word, region1):
    found = ending(word, STEP_2)
    if not found:
        return word
    rest = word[:-len(found)]
    if (len(rest) < region1 or (found == "ogi" and not rest.endswith("l"))
            or (found == "li" and rest[-1] not in LI_ENDINGS)):
        return word
    return rest + STEP_2[found]


def step_3(word, region1, region2):
    found = ending(word, STEP_3)
    if not found:
        return word
    rest = word[:-len(found)]
    return word if len(rest) < (region2 if found == "ative" else region1) else rest + STEP_3[found]


def step_4(word, region2):
    found = ending(word, STEP_4)
    if not found:
        return word
    rest = word[:-len(found)]
    if len(rest) < region2 or (found == "ion" and not rest.endswith(("s", "t"))):
        return word
    return rest


def step_5(word, region1, region2):
    rest = word[:-1]
    if word.endswith("e") and (len(rest) >= region2 or (len(rest) >= region1 and not ends_short(rest))):
        return rest
    if word.endswith("ll") and len(rest) >= region2:
        return rest
    return word
