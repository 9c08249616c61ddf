#!/usr/bin/python3
"""Names in other languages than English: writes the bytes of the model's section FOREIGN.

    foreign.py [--cldr DIR] [--iso-codes DIR] > foreign.section

From foreign.txt and given.txt here; from Unicode's CLDR (Debian: unicode-cldr-core) names of countries,
regions and the cities that time zones are called by; from iso-codes more names of countries. What is
written by hand comes first. The format is told in foreign.c. The same input gives the same bytes."""
import argparse
import collections
import gettext
import json
import os
import struct
import sys
import unicodedata
import xml.etree.ElementTree

import inflect
from languages import hash_of, mix

HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = {"PER": 1, "ORG": 2, "LOC": 3}  # as in foreign.c
NEVER, GIVEN, TITLE, NOT_PERSON, FIRST_NAME = 0, 1, 2, 3, 4  # values of entries
NO_ENTRY, LONGER = 0x7FFF, 0x8000
CASED, CASELESS, CHARACTERS, SYLLABLES = range(4)  # how a language is read
BEGINNINGS = [1, 1, 2, 2]  # so many first units of longer names have entries
ANY = "*"  # the languages in Latin letters; a segment of its own

LATIN = """de fr es it pt nl af sv da no is fi et lv lt pl cs sk sl hr sr bs hu ro sq tr az id ms vi ca gl eu ga cy mt eo lb
sw so ha yo tl uz""".split()
OTHER_CASED = "ru uk be bg mk sr kk ky mn tg tt el hy".split()
WITHOUT_CASE = "ar fa ur ps ku ug he yi hi mr ne bn pa gu or ta te kn ml si ka am ti".split()
WITHOUT_SPACES = "zh ja th lo km my bo".split()
# Languages that get cities of CLDR, besides countries.
MAIN = "de fr es it pt nl sv da no fi pl cs sk hr sl hu ro tr id vi ca ru uk be bg sr el ar fa he hi zh ja ko th ur bn".split()
CLDR_CODE = {"tl": "fil", "ku": "ckb"}

ENGLISH = {  # canonical names of countries, where CLDR's are not them
    "BA": "Bosnia and Herzegovina", "CD": "Democratic Republic of the Congo", "CG": "Republic of the Congo", "CI": "Ivory Coast",
    "CZ": "Czech Republic", "HK": "Hong Kong", "MM": "Myanmar", "MO": "Macau", "PS": "Palestine", "AG": "Antigua and Barbuda",
    "KN": "Saint Kitts and Nevis", "LC": "Saint Lucia", "ST": "Sao Tome and Principe", "TT": "Trinidad and Tobago",
    "VC": "Saint Vincent and the Grenadines", "TC": "Turks and Caicos Islands", "FK": "Falkland Islands"}
REGIONS = {"de": "us de", "ru": "us ru ua", "uk": "us ua", "ja": "us jp", "zh": "us cn", "pt": "us br", "ko": "us", "ar": "us",
           "es": "us", "fr": "us", "it": "us", "nl": "us", "pl": "us", "sv": "us", "tr": "us"}  # language -> whose regions
NOT_REGIONS = set("""usga usme usmt usco usnv usva uswa usdc usny brac brpa brba brap brmt brsp brto brro brrr usor usas usgu usmp
uspr usum usvi cnhk cnmo cntw rumow ruspe ua30 cnbj cnsh cnxz cnxj jp13 jp26 jp27""".split())
UKRAINE = {"05": "Vinnytsia", "07": "Volyn", "09": "Luhansk", "12": "Dnipropetrovsk", "14": "Donetsk", "18": "Zhytomyr", "21": "Zakarpattia",
           "23": "Zaporizhzhia", "26": "Ivano-Frankivsk", "32": "Kyiv", "35": "Kirovohrad", "46": "Lviv", "48": "Mykolaiv", "51": "Odesa",
           "53": "Poltava", "56": "Rivne", "59": "Sumy", "61": "Ternopil", "63": "Kharkiv", "65": "Kherson", "68": "Khmelnytskyi",
           "71": "Cherkasy", "74": "Chernihiv", "77": "Chernivtsi"}
CITIES = """Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmera Africa/Bamako Africa/Bangui Africa/Banjul
Africa/Brazzaville Africa/Bujumbura Africa/Cairo Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam
Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba Africa/Kampala Africa/Khartoum Africa/Kigali
Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo
Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott Africa/Ouagadougou Africa/Porto-Novo
Africa/Tripoli Africa/Tunis Africa/Windhoek America/Asuncion America/Bogota America/Buenos_Aires America/Cancun America/Caracas
America/Chicago America/Denver America/Detroit America/Guayaquil America/Havana America/La_Paz America/Lima America/Los_Angeles
America/Managua America/Manaus America/Mexico_City America/Montevideo America/New_York America/Paramaribo America/Port-au-Prince
America/Recife America/Santo_Domingo America/Sao_Paulo America/Tegucigalpa America/Tijuana America/Toronto America/Vancouver
Asia/Aden Asia/Almaty Asia/Amman Asia/Ashgabat Asia/Baghdad Asia/Baku Asia/Bangkok Asia/Beirut Asia/Bishkek Asia/Calcutta
Asia/Colombo Asia/Damascus Asia/Dhaka Asia/Dubai Asia/Dushanbe Asia/Gaza Asia/Hebron Asia/Irkutsk Asia/Jakarta Asia/Jerusalem
Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Katmandu Asia/Krasnoyarsk Asia/Kuala_Lumpur Asia/Magadan Asia/Manila Asia/Muscat
Asia/Nicosia Asia/Novosibirsk Asia/Omsk Asia/Phnom_Penh Asia/Pyongyang Asia/Rangoon Asia/Riyadh Asia/Saigon Asia/Sakhalin
Asia/Samarkand Asia/Seoul Asia/Shanghai Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran Asia/Thimphu Asia/Tokyo Asia/Tomsk
Asia/Ulaanbaatar Asia/Urumqi Asia/Vientiane Asia/Vladivostok Asia/Yakutsk Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores
Atlantic/Reykjavik Australia/Adelaide Australia/Brisbane Australia/Melbourne Australia/Sydney Europe/Amsterdam Europe/Astrakhan
Europe/Athens Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Chisinau
Europe/Copenhagen Europe/Dublin Europe/Helsinki Europe/Istanbul Europe/Kaliningrad Europe/Kiev Europe/Lisbon Europe/Ljubljana
Europe/London Europe/Madrid Europe/Minsk Europe/Moscow Europe/Oslo Europe/Paris Europe/Podgorica Europe/Prague Europe/Riga
Europe/Rome Europe/Samara Europe/Sarajevo Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia Europe/Stockholm
Europe/Tallinn Europe/Tirane Europe/Ulyanovsk Europe/Uzhgorod Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw
Europe/Zagreb Europe/Zaporozhye Europe/Zurich Indian/Antananarivo Pacific/Auckland Pacific/Honolulu""".split()
CITY_NAMES = {"Asia/Calcutta": "Kolkata", "Asia/Saigon": "Ho Chi Minh City", "Asia/Rangoon": "Yangon", "Asia/Katmandu": "Kathmandu",
              "Europe/Kiev": "Kyiv", "Europe/Zaporozhye": "Zaporizhzhia", "Europe/Uzhgorod": "Uzhhorod", "Europe/Tirane": "Tirana",
              "Africa/Asmera": "Asmara", "America/Sao_Paulo": "São Paulo", "Africa/Ndjamena": "N'Djamena"}
NOT_CITIES = {"ar": {"Asia/Amman", "Africa/Tunis", "Africa/Algiers", "Asia/Aden"}, "fa": {"Asia/Amman", "Asia/Aden", "Asia/Dushanbe"}, "id": {"Asia/Baku"}, "hi": {"Europe/Rome"},
              "es": {"Europe/Sofia"}, "uk": {"Europe/Sofia"}, "ru": {"Europe/Sofia"}, "it": {"Europe/Sofia", "Europe/Riga"}, "pt": {"Europe/Sofia"},
              "he": {"Asia/Aden", "Africa/Accra", "Asia/Gaza"}, "zh": {"Pacific/Auckland"}, "ja": {"America/Lima", "Pacific/Auckland"}, "ko": {"America/Lima", "Europe/Oslo"}}


def mode_of(language):
    if language == "ko":
        return SYLLABLES
    if language in WITHOUT_SPACES:
        return CHARACTERS
    return CASELESS if language in WITHOUT_CASE else CASED


# ---- Units: words, or characters where words have no spaces between them. As in foreign.c.

ALIKE = str.maketrans("أإآٱىیکة", "ااااييكه", "\u0640\u0670" + "".join(map(chr, range(0x64B, 0x653))))


def is_part(c):
    return unicodedata.category(c)[0] in "LMN" and c not in "\u02bb\u02bc"  # apostrophes


def units(mode, name):
    ret, word = [], ""
    for c in unicodedata.normalize("NFC", name).translate(ALIKE) + " ":
        if is_part(c) and (mode < CHARACTERS or c.isascii()):
            word += c
            continue
        if word:
            ret.append(word)
            word = ""
        if mode >= CHARACTERS and c != " ":
            ret.append(c)
    return tuple(ret)


def run_hash(run):
    h = 0
    for unit in run:
        h = mix((h * 0x9E3779B97F4A7C15 + hash_of(unit) + 1) & 0xFFFFFFFFFFFFFFFF)
    return h >> 32


# ---- What is collected


def plain(name):
    """Without diacritics and capitals, for comparing."""
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).lower()


def canonical_names():
    """(field, plain name, country or nothing) -> canonical name, of the lists that the English tagger has."""
    ret = {}
    for file, field in (("places", "LOC"), ("known", "ORG"), ("organizations", "ORG"), ("persons", "PER")):
        for line in open(os.path.join(HERE, "lists", file + ".txt"), encoding="utf-8"):
            if line.startswith("#") or not line.strip():
                continue
            country, *names = [part.strip() for part in ("|" + line if field != "LOC" else line).split("|")]
            for name in names:
                ret.setdefault((FIELDS[field], plain(name), country), names[0])
    return ret


class Names:
    def __init__(self):
        self.ids = {}
        self.canonical = canonical_names()
        self.entries = collections.defaultdict(dict)  # language -> run of units -> value
        self.skip = collections.defaultdict(set)  # language -> countries

    def id_of(self, field, name, country, confidence):
        name = self.canonical.get((field, plain(name), country if field == FIELDS["LOC"] else ""), name)
        return self.ids.setdefault((field, name, country, confidence), len(self.ids) + FIRST_NAME)

    def put(self, language, name, value):
        run = units(mode_of(language), name)
        if run:
            self.entries[language].setdefault(run, value)

    def add(self, language, name, key, woman=False):
        """All forms of a name. `key`: field, canonical name, country, confidence."""
        for form in inflect.forms(language, name, woman):
            self.put(language, form, self.id_of(*key))


def read_rows(names, path):
    for line in open(path, encoding="utf-8"):
        if line.startswith("#") or not line.strip():
            continue
        kind, *columns = [part.strip() for part in line.split("|")]
        if kind == "SKIP":
            for language in columns[0].split():
                names.skip[language].update(columns[1].split())
        elif kind in ("TITLE", "NOT", "NO"):
            read_words(names, kind, columns)
        else:
            read_name(names, kind, columns)


def read_words(names, kind, columns):
    value = {"TITLE": TITLE, "NOT": NOT_PERSON, "NO": NEVER}[kind]
    for column in columns:
        languages, _, words = column.partition(" ")
        for word in words.split(", ") if "," in words else words.split():
            for language in languages.split(","):
                names.put(language, word, value)


def read_name(names, kind, columns):
    kind, country = kind.split()
    field = FIELDS[kind[:3]]
    for column in columns[1:]:
        languages, _, listed = column.partition(" ")
        for form in listed.split(", ") if listed else [columns[0]]:
            key = (field, columns[0], "--" if country == "SU" else country, 95)
            for language in languages.split(","):
                form = form.strip()
                names.add(language, form, key, kind == "PERF")
                if language == ANY and kind.startswith("PER") and form[-1:] not in "sxz":
                    names.put("de", form + "s", names.id_of(*key))
                if kind == "PER!" and " " in form and len(form.split(" ")[-1]) > 3 and mode_of(language) != CHARACTERS and language != "ar":
                    names.add(language, form.split(" ")[-1], key[:3] + (80,))
                    if language == ANY and form[-1] not in "sxz":
                        names.put("de", form.split(" ")[-1] + "s", names.id_of(*key[:3], 80))


def read_given(names, path):
    for line in open(path, encoding="utf-8"):
        if not line.startswith("#"):
            language, *given = line.split()
            for name in given:
                names.put(language, name, GIVEN)


# ---- CLDR and iso-codes


def read_xml(options, folder, language):
    path = os.path.join(options.cldr, folder, CLDR_CODE.get(language, language) + ".xml")
    return xml.etree.ElementTree.parse(path).getroot() if os.path.exists(path) else None


def territories(root):
    for element in root.iter("territory") if root is not None else ():
        if len(element.get("type")) == 2 and element.get("type").isalpha() and element.text and element.text != "↑↑↑":
            yield element.get("type"), element.text


def is_good(language, name):
    """Is this fit to be looked for? No abbreviations, nothing in brackets, nothing of one syllable."""
    least = 3 if mode_of(language) < CHARACTERS else 2 if language in ("zh", "ja", "ko") else 4
    if name in ("ไทย", "จีน", "ลาว"):
        return True
    return len(name) >= least and not any(c in name for c in "(（[,/&،;") and not (name.isupper() and mode_of(language) == CASED)


def add_countries(names, options, english):
    listed = {}
    for language in LATIN + OTHER_CASED + WITHOUT_CASE + WITHOUT_SPACES + ["ko"]:
        rows = list(territories(read_xml(options, "main", language)))
        known = {country for country, _ in rows}
        rows += [row for row in iso_codes(options, language) if row[0] not in known]
        skip = names.skip[ANY] | names.skip[language] | {"EU", "EZ", "UN", "XA", "XB", "QO"}
        listed[language] = [row for row in rows if row[0] in english and row[0] not in skip and is_good(language, row[1])]
    same = collections.Counter(row for language in LATIN for row in set(listed[language]) if row[1] == english[row[0]])
    common = {row for row, n in same.items() if n * 2 > len(LATIN) and row[0] not in ("JO", "GE", "TD", "ML", "OM")}
    for row in sorted(common):
        names.add(ANY, row[1], (FIELDS["LOC"], english[row[0]], row[0], 95))
    for language, rows in listed.items():
        for country, name in rows:
            if (country, name) not in common or language not in LATIN or language in inflect.WHOLE or language in inflect.RULES:
                names.add(language, name, (FIELDS["LOC"], english[country], country, 95))


def iso_codes(options, language):
    path = os.path.join(options.iso_codes, "json", "iso_3166-1.json")
    locale = {"zh": "zh_CN", "no": "nb", "tl": "fil", "ku": "ckb"}.get(language, language)
    try:
        translate = gettext.translation("iso_3166-1", os.path.join(options.iso_codes, "..", "locale"), [locale]).gettext
    except OSError:
        return
    with open(path, encoding="utf-8") as file:
        for row in json.load(file)["3166-1"]:
            for name in (row.get("common_name"), row["name"]):
                if name and translate(name) != name:
                    yield row["alpha_2"], translate(name)


def add_cities(names, options):
    zones = {}
    path = os.path.join(options.cldr, "bcp47", "timezone.xml")
    for element in xml.etree.ElementTree.parse(path).getroot().iter("type"):
        for zone in (element.get("alias") or "").split():
            zones[zone] = element.get("name")[:2].upper()
    for language in MAIN:
        for zone in read_xml(options, "main", language).iter("zone"):
            city, name = zone.find("exemplarCity"), zone.get("type")
            if name not in CITIES or name in NOT_CITIES.get(language, ()) or city is None or not is_good(language, city.text):
                continue
            english = CITY_NAMES.get(name, name.split("/")[-1].replace("_", " "))
            key = (FIELDS["LOC"], english, zones[name], 90)
            names.add(language, city.text, key)


def add_regions(names, options):
    english = {e.get("type"): unmark(e.text) for e in read_xml(options, "subdivisions", "en").iter("subdivision")}
    for language, countries in REGIONS.items():
        for element in read_xml(options, "subdivisions", language).iter("subdivision"):
            code, name = element.get("type"), unmark(element.text)
            if code[:2] not in countries.split() or code in NOT_REGIONS or code not in english or not is_good(language, name):
                continue
            key = (FIELDS["LOC"], region_name(code, english[code], name), code[:2].upper(), 85)
            if len(name) > (5 if mode_of(language) < CHARACTERS else 1):
                names.add(language, name, key)
            if language == "zh" and code[:2] in ("cn", "us") and name[-1] in "省市州" and len(name) > 2:
                names.add(language, name[:-1], key)


def unmark(name):
    return name.rstrip("²³¹").strip()


def region_name(code, english, local):
    """CLDR's English names of regions, as the press writes them."""
    if code[:2] == "ua" and code[2:] in UKRAINE:
        return UKRAINE[code[2:]] + " Oblast"
    if code == "rual":
        return "Altai Republic"
    if code[:2] == "ru" and "област" in local:
        return english.replace(" Province", "").replace(" Oblast", "") + " Oblast"
    if code[:2] == "jp":
        return "".join(c for c in unicodedata.normalize("NFD", english) if not unicodedata.combining(c))
    return english


# ---- Bytes


def entries_of(language, runs):
    """[(hash, value)], with the beginnings of longer names."""
    values, longer = {}, set()
    for run, value in sorted(runs.items()):
        longer.update(run_hash(run[:n]) for n in range(1, min(len(run), 1 + BEGINNINGS[mode_of(language)])))
        values[run_hash(run)] = value
    return [(h, values.get(h, NO_ENTRY) | (LONGER if h in longer else 0)) for h in sorted(longer | set(values))]


def section(names):
    strings, records = b"", b""
    for field, name, country, confidence in names.ids:
        data = name.encode()
        records += struct.pack("<IHBB2sH", len(strings), len(data), field, confidence, country.encode(), 0)
        strings += data
    strings += b"\0" * (-len(strings) % 4)
    languages, hashes, values = b"", b"", b""
    for language in sorted(names.entries):
        table = entries_of(language, names.entries[language])
        languages += struct.pack("<4sIII", language.encode(), mode_of(language), len(hashes) // 4, len(table))
        hashes += b"".join(struct.pack("<I", h) for h, _ in table)
        values += b"".join(struct.pack("<H", v) for _, v in table)
    head = struct.pack("<IIII", len(names.entries), len(names.ids), len(strings), len(values) // 2)
    return head + languages + records + hashes + strings + values


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cldr", default="/usr/share/unicode/cldr/common")
    parser.add_argument("--iso-codes", default="/usr/share/iso-codes")
    options = parser.parse_args()
    names = Names()
    read_rows(names, os.path.join(HERE, "foreign.txt"))
    english = dict(list(territories(read_xml(options, "main", "en")))[::-1])
    for element in read_xml(options, "main", "en").iter("territory"):
        if not element.get("alt") and element.get("type") in english:
            english[element.get("type")] = element.text.replace("&", "and").replace("’", "'").replace("St.", "Saint")
    english.update(ENGLISH)
    add_countries(names, options, english)
    add_cities(names, options)
    add_regions(names, options)
    read_given(names, os.path.join(HERE, "given.txt"))
    sys.stdout.buffer.write(section(names))


if __name__ == "__main__":
    main()
