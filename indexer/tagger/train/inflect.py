"""Forms of names in languages with cases, by rules for the commonest endings. Better no form than a wrong
one: what a rule makes too much is no word of the language and does no harm."""

SLAVIC_SOFT = "гкхжшщч"
CASES = range(4)  # genitive, dative, instrumental, locative; the accusative is one of them, or is apart


def ru(word, woman=False):
    """Forms of one word in CASES, and its accusative."""
    end, stem = word[-2:], word[:-1]
    if word[-1:] in "оеиуюэё" or end in ("оа", "уа") or word.isupper() or len(word) < 3:
        return [word] * 5
    if word.endswith(("ский", "цкий", "кий", "жий", "ший", "ый", "ой")) and len(word) > 4:
        soft = word[-3] in SLAVIC_SOFT
        s = word[:-2]
        return [s + "ого", s + "ому", s + ("им" if soft or end == "ий" else "ым"), s + "ом", s + "ого"]
    if end in ("ая", "яя"):
        s = word[:-2]
        return [s + "ой"] * 4 + [s + "ую"]
    if end == "ия":
        return [stem + "и", stem + "и", stem + "ей", stem + "и", stem + "ю"]
    if word[-1] == "я":
        return [stem + "и", stem + "е", stem + "ей", stem + "е", stem + "ю"]
    if woman and end in ("ва", "на") and len(word) > 5:
        return [stem + "ой"] * 4 + [stem + "у"]
    if word[-1] == "а":
        return [stem + ("и" if stem[-1:] in SLAVIC_SOFT else "ы"), stem + "е", stem + "ой", stem + "е", stem + "у"]
    if word[-1] == "ь":
        if woman:
            return [word] * 5
        return [stem + "и", stem + "и", stem + "ью", stem + "и", word] if end in ("нь", "дь", "рь", "сь", "мь", "ть") else [
            stem + "я", stem + "ю", stem + "ем", stem + "е", stem + "я"]
    if word[-1] == "й":
        return [stem + "я", stem + "ю", stem + "ем", stem + "и" if end == "ий" else stem + "е", stem + "я"]
    if word[-1] == "ы":
        return [stem, stem + "ам", stem + "ами", stem + "ах", word]
    if woman:
        return [word] * 5
    tool = "ым" if end in ("ов", "ев", "ёв", "ин") else "ом"
    return [word + "а", word + "у", word + tool, word + "е", word + "а"]


def uk(word, woman=False):
    end, stem = word[-2:], word[:-1]
    if word[-1:] in "оеиуюі" and end != "ки" or word.isupper() or len(word) < 3:
        if word[-1:] == "о" and len(word) > 4 and not woman:
            return [stem + "а", stem + "у", stem + "ом", stem + "у", stem + "а"]
        return [word] * 5
    if end in ("ий", "ій") and len(word) > 5 and word[-4:-2] in ("ьк", "ьн", "ня", "зь", "вн"):
        s = word[:-2]
        return [s + "ого", s + "ому", s + "им", s + "ому", s + "ого"]
    if end == "ка":
        s = word[:-2]
        return [s + "ки", s + "ці", s + "кою", s + "ці", s + "ку"]
    if word[-3:] in ("ька", "ьна"):
        return [stem + "ої", stem + "ій", stem + "ою", stem + "ій", stem + "у"]
    if end == "ія":
        return [stem + "ї", stem + "ї", stem + "єю", stem + "ї", stem + "ю"]
    if word[-1] == "я":
        return [stem + "і", stem + "і", stem + "ею", stem + "і", stem + "ю"]
    if woman and end in ("ва", "на") and len(word) > 5:
        return [stem + "ої", stem + "ій", stem + "ою", stem + "ій", stem + "у"]
    if word[-1] == "а":
        return [stem + "и", stem + "і", stem + "ою", stem + "і", stem + "у"]
    if word[-1] == "ь":
        if woman:
            return [word] * 5
        return [stem + "я", stem + "ю", stem + "ем", stem + "і", word]
    if word[-1] == "й":
        return [stem + "я", stem + "ю", stem + "єм", stem + "ї", stem + "я"]
    if woman:
        return [word] * 5
    return [word + "а", word + "у", word + "ом", word + "і", word + "а"]


def pl(word, woman=False):
    end, stem = word[-2:], word[:-1]
    if word[-1:] in "oeiuy" or word.isupper() or len(word) < 3:
        return [word] * 5
    if end in ("ia", "ja"):
        return [stem + "i" if end == "ia" else stem + "i", stem + "i", stem + "ą", stem + "i", stem + "ę"]
    if end in ("ka", "ga"):
        s = word[:-2]
        return [stem + "i", s + ("ce" if end == "ka" else "dze"), stem + "ą", s + ("ce" if end == "ka" else "dze"), stem + "ę"]
    if word[-1] == "a":
        s = word[:-2]
        soft = {"r": "rze", "t": "cie", "d": "dzie"}.get(word[-2], word[-2] + "ie")
        return [stem + "y", s + soft, stem + "ą", s + soft, stem + "ę"]
    if end == "ek":
        s = word[:-2]
        return [s + "ka", s + "kowi", s + "kiem", s + "ku", s + "ka"]
    soft = {"r": "rze", "t": "cie", "d": "dzie", "k": "ku", "g": "gu"}.get(word[-1], word[-1] + "ie")
    tool = word + ("iem" if word[-1] in "kg" else "em")
    if woman:
        return [word] * 5
    return [word + "u", word + "owi", tool, word[:-1] + soft, word + "a"]


def cs(word, woman=False):
    end, stem = word[-2:], word[:-1]
    if word[-1:] in "iyuíé" or word.isupper() or len(word) < 3:
        return [word] * 5
    if end == "ie":
        return [word, stem + "i", stem + "í", stem + "i", stem + "i"]
    if word[-1] == "o":
        return [stem + "a", stem + "u", stem + "em", stem + "u", word]
    if end == "ka":
        s = word[:-2]
        return [s + "ky", s + "ce", s + "kou", s + "ce", s + "ku"]
    if word[-1] == "a":
        return [stem + "y", stem + "ě" if word[-2] in "dtnbpvmf" else stem + "e", stem + "ou", stem + "ě", stem + "u"]
    if word[-1] in "eěáý" or woman:
        return [word] * 5
    return [word + "a", word + "u", word + "em", word + "ě", word + "a"]


def hr(word, woman=False):
    end, stem = word[-2:], word[:-1]
    if word[-1:] in "eiu" or word.isupper() or len(word) < 3:
        return [word] * 5
    if word[-3:] in ("ska", "ška", "čka"):
        return [stem + "e", stem + "oj", stem + "om", stem + "oj", stem + "u"]
    if word[-1] == "a":
        return [stem + "e", stem + "i", stem + "om", stem + "i", stem + "u"]
    if word[-1] == "o":
        return [stem + "a", stem + "u", stem + "om", stem + "u", stem + "a"]
    if woman:
        return [word] * 5
    return [word + "a", word + "u", word + "om", word + "u", word + "a"]


def el(word, woman=False):
    end, stem = word[-2:], word[:-1]
    if end in ("ος", "ός"):
        return [word[:-2] + ("ου" if end == "ος" else "ού")] * 4 + [stem]
    if word[-1:] in "αάηή":
        return [word + "ς"] + [word] * 4
    if word[-1:] == "ς":
        return [stem] * 5
    return [word] * 5


def ro(word, woman=False):
    if word.endswith("ia"):
        return [word[:-1] + "ei"] * 2 + [word] * 3
    return [word] * 5


def suffixes(*endings):
    return lambda word, woman=False: [word + e for e in endings] if word[-1:].isalpha() and not word.isupper() else [word] * len(endings)


def hu(word, woman=False):
    back = any(c in "aáoóuú" for c in word.lower()[-5:])
    base = {"a": "á", "e": "é"}.get(word[-1:], word[-1:])
    stem = word[:-1] + base if word[-1:] in "ae" else word
    if word.isupper():
        return [word]
    if back:
        return [stem + e for e in ("ban", "ból", "t", "on")]
    return [stem + e for e in ("ben", "ből", "t", "en")]


def fi(word, woman=False):
    back = any(c in "aouAOU" for c in word)
    a = "a" if back else "ä"
    stem = word if word[-1:] in "aeiouyäö" else word + "i"
    return [stem + e for e in ("n", "ss" + a, "st" + a, "an")] if not word.isupper() else [word]


RULES = {"ru": ru, "be": ru, "uk": uk, "pl": pl, "cs": cs, "sk": cs, "hr": hr, "sr": hr, "sl": hr, "el": el, "ro": ro, "hu": hu,
         "fi": fi, "sv": suffixes("s"), "da": suffixes("s"), "no": suffixes("s")}
COMMON = ("область", "край", "республика", "республіка")  # words of names that are written small
WHOLE = ("hu", "fi", "sv", "da", "no", "de")  # only the last word has endings


def forms(language, name, woman=False):
    """The name and its forms."""
    words = name.split(" ")
    ret = [name]
    if language == "de":
        if name[-1:] not in "sxzß." and name[-1:].isalpha():
            ret.append(name + "s")
    elif name.isascii() and language in ("ru", "be", "uk", "el"):
        pass
    elif language in WHOLE:
        ret += [" ".join(words[:-1] + [form]) for form in RULES[language](words[-1])]
    elif language in RULES and all(word[:1].isupper() or word in COMMON for word in words):
        parts = []
        for word in words:
            head, dash, tail = word.rpartition("-")
            parts.append([head + dash + form for form in RULES[language](tail, woman)])
        ret += [" ".join(part[case] for part in parts) for case in range(min(map(len, parts)))]
    return list(dict.fromkeys(ret))
