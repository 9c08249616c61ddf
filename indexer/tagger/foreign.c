#include "indexer/tagger/foreign.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/utf8.h"
#include "indexer/tagger/foreign_scan.h"
#include "indexer/tagger/hash.h"

enum { NAME_UNITS = 24, PREFIX_LETTERS = 2, PREFIXED_MIN = 6 /* bytes behind a prefix */ };

struct mg_foreign {
    mg_foreign_table table;
    mg_units units;
};

static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION};

/* ---- Looking up --------------------------------------------------------------------------- */

static unsigned find(const mg_foreign_scan *scan, uint64_t run)
{
    const unsigned bit = MG_FOREIGN_LONGER;
    uint32_t hash = (uint32_t)(run >> 32);
    unsigned own = mg_foreign_table_find(scan->table, scan->language, hash);
    unsigned common = mg_foreign_table_find(scan->table, scan->common, hash);
    unsigned value = (own & ~bit) == MG_FOREIGN_NONE ? common & ~bit : own & ~bit;
    return value | ((own | common) & bit);
}

/* Katakana runs are words: names of it begin and end where they do. */
static bool cuts_katakana(const mg_foreign_scan *scan, size_t i)
{
    const mg_unit *units = scan->units->at;
    return i > 0 && i < scan->units->n && units[i].flags & units[i - 1].flags & MG_UNIT_KATAKANA &&
           units[i].flags & MG_UNIT_JOINED;
}

/* The longest entry whose first unit has this hash. */
static unsigned longest_of(const mg_foreign_scan *scan, size_t i, uint64_t first, size_t *ret_n)
{
    const mg_units *units = scan->units;
    size_t beginnings = scan->language->mode >= MG_FOREIGN_CHARACTERS ? 2 : 1;
    unsigned ret = MG_FOREIGN_NONE;
    uint64_t run = 0;
    *ret_n = 1;
    for (size_t n = 1; n <= NAME_UNITS && i + n <= units->n; n++) {
        const mg_unit *unit = &units->at[i + n - 1];
        if (n > 1 && !(unit->flags & MG_UNIT_JOINED))
            break;
        run = mg_hash_next(run, n == 1 ? first : unit->hash);
        unsigned value = find(scan, run);
        if ((value & ~(unsigned)MG_FOREIGN_LONGER) != MG_FOREIGN_NONE &&
            !cuts_katakana(scan, i + n)) {
            ret = value & ~(unsigned)MG_FOREIGN_LONGER;
            *ret_n = n;
        }
        if (n <= beginnings && !(value & MG_FOREIGN_LONGER))
            break;
    }
    return ret;
}

/* Bytes of a small word that Arabic or Hebrew writes together with the next; 0: none. */
static size_t prefix_len(const mg_foreign_scan *scan, const char *at, size_t len)
{
    static const char *const arabic[] = {"و", "ب", "ل", "ف", "ك"};
    static const char *const hebrew[] = {"ו", "ה", "ב", "ל", "מ", "ש", "כ"};
    bool is_hebrew = strcmp(scan->language->code, "he") == 0;
    const char *const *list = is_hebrew ? hebrew : arabic;
    size_t n = is_hebrew ? sizeof hebrew / sizeof *hebrew : sizeof arabic / sizeof *arabic;
    if (!is_hebrew && strcmp(scan->language->code, "ar") != 0)
        return 0;
    for (size_t i = 0; i < n; i++)
        if (len >= PREFIXED_MIN + 2 && memcmp(at, list[i], 2) == 0)
            return 2;
    return 0;
}

/* The same behind prefixes. The article of Arabic loses its first letter behind "li". */
static unsigned longest_behind_prefix(const mg_foreign_scan *scan, size_t i, size_t *ret_n)
{
    const mg_unit *unit = &scan->units->at[i];
    const char *at = scan->text.data + unit->at;
    size_t len = unit->len;
    for (int letters = 0; letters < PREFIX_LETTERS; letters++) {
        size_t skip = prefix_len(scan, at, len);
        if (!skip)
            break;
        at += skip;
        len -= skip;
        unsigned value = longest_of(scan, i, mg_unit_hash(at, len), ret_n);
        if (value == MG_FOREIGN_NONE && memcmp(at - 2, "لل", 4) == 0 && len <= MG_UNIT_MAX - 2) {
            char word[MG_UNIT_MAX];
            memcpy(word, "ا", 2);
            memcpy(word + 2, at, len);
            value = longest_of(scan, i, mg_unit_hash(word, len + 2), ret_n);
        }
        if (value != MG_FOREIGN_NONE)
            return value;
    }
    *ret_n = 1;
    return MG_FOREIGN_NONE;
}

/* Does a word of a script without spaces inside begin here? */
static bool begins_word(const mg_foreign_scan *scan, size_t i)
{
    const mg_unit *unit = &scan->units->at[i];
    if (i == 0 || unit[-1].at + unit[-1].len < unit->at)
        return true;
    unsigned char before = (unsigned char)scan->text.data[unit[-1].at];
    return before < 0xEA || before > 0xED; /* no syllable of Hangul */
}

/* May what follows be a particle of Korean? */
static bool ends_word(const mg_foreign_scan *scan, size_t i)
{
    static const char particles[] = "은는이가을를의에와과도로으만까부보처측군산인발행";
    if (i >= scan->units->n || begins_word(scan, i))
        return true;
    const mg_unit *unit = &scan->units->at[i];
    unsigned char c = (unsigned char)scan->text.data[unit->at];
    if (unit->len != 3 || c < 0xEA || c > 0xED)
        return true;
    for (const char *at = particles; *at; at += 3)
        if (memcmp(at, scan->text.data + unit->at, 3) == 0)
            return true;
    return false;
}

unsigned mg_foreign_longest(const mg_foreign_scan *scan, size_t i, size_t *ret_n)
{
    *ret_n = 1;
    if (scan->language->mode == MG_FOREIGN_SYLLABLES && !begins_word(scan, i))
        return MG_FOREIGN_NONE;
    if (cuts_katakana(scan, i))
        return MG_FOREIGN_NONE;
    unsigned ret = longest_of(scan, i, scan->units->at[i].hash, ret_n);
    if (scan->language->mode == MG_FOREIGN_SYLLABLES && !ends_word(scan, i + *ret_n))
        ret = MG_FOREIGN_NONE;
    if (ret == MG_FOREIGN_NONE && scan->language->mode == MG_FOREIGN_CASELESS)
        ret = longest_behind_prefix(scan, i, ret_n);
    return ret;
}

/* ---- Going through ------------------------------------------------------------------------ */

static void tell(const mg_foreign_scan *scan, size_t i, size_t n, unsigned value)
{
    const mg_unit *first = &scan->units->at[i], *last = first + n - 1;
    const mg_foreign_name *name = &scan->table->names[value - MG_FOREIGN_NAME];
    mg_found found = {.field = fields[name->field],
                      .name = {scan->table->strings + name->text, name->len},
                      .country = {name->country[0], name->country[1]},
                      .confidence = name->confidence,
                      .listed = true,
                      .in_title = scan->is_title,
                      .at = first->at,
                      .len = last->at + last->len - first->at};
    scan->found(scan->context, &found);
}

/* Is the one unit of this person's name part of another's? */
static bool is_another(const mg_foreign_scan *scan, size_t i, size_t n, unsigned value)
{
    const mg_unit *unit = &scan->units->at[i];
    size_t step;
    if (n > 1 || i == 0 || scan->table->names[value - MG_FOREIGN_NAME].field != 1 ||
        scan->language->mode != MG_FOREIGN_CASED || !(unit->flags & MG_UNIT_JOINED) ||
        !(unit[-1].flags & MG_UNIT_CAPITAL))
        return false;
    unsigned before = mg_foreign_longest(scan, i - 1, &step);
    bool german = strcmp(scan->language->code, "de") == 0;
    return before == MG_FOREIGN_GIVEN ||
           (before == MG_FOREIGN_NONE && !german && !(unit[-1].flags & MG_UNIT_FIRST));
}

/* Is it a part of a foreigner's name, whose parts a point stands between? */
static bool is_of_dotted(const mg_foreign_scan *scan, size_t i, size_t n, unsigned value)
{
    const mg_unit *units = scan->units->at;
    if (scan->language->mode != MG_FOREIGN_CHARACTERS ||
        scan->table->names[value - MG_FOREIGN_NAME].field != 3)
        return false;
    bool japanese = strcmp(scan->language->code, "ja") == 0;
    const char *point = japanese ? "\xE3\x83\xBB" : "\xC2\xB7";
    size_t len = strlen(point);
    for (size_t k = 0; k < 2; k++) {
        size_t at = k ? i + n : i - 1, beyond = k ? at + 1 : at - 1;
        if (at < scan->units->n && units[at].len == len &&
            memcmp(scan->text.data + units[at].at, point, len) == 0 && beyond < scan->units->n &&
            (!japanese || units[beyond].flags & units[i].flags & MG_UNIT_KATAKANA))
            return true;
    }
    return false;
}

static void scan_units(const mg_foreign_scan *scan)
{
    for (size_t i = 0, n; i < scan->units->n; i += n) {
        unsigned value = mg_foreign_longest(scan, i, &n);
        bool is_name = value >= MG_FOREIGN_NAME && value != MG_FOREIGN_NONE;
        if (value == MG_FOREIGN_NONE)
            n = 1;
        else if (!is_name && value != MG_FOREIGN_NEVER)
            n = mg_foreign_person(scan, i, n, value);
        else if (is_name && !is_another(scan, i, n, value) && !is_of_dotted(scan, i, n, value))
            tell(scan, i, n, value);
    }
}

bool mg_foreign_tag(mg_foreign *foreign, const char lang[3], morgue_text title, morgue_text text,
                    mg_found_fn *found, void *context)
{
    mg_foreign_scan scan = {.table = &foreign->table,
                            .units = &foreign->units,
                            .language = mg_foreign_table_language(&foreign->table, lang),
                            .found = found,
                            .context = context};
    if (!scan.language || !mg_foreign_knows(foreign, lang))
        return true;
    if (scan.language->mode == MG_FOREIGN_CASED)
        scan.common = mg_foreign_table_language(&foreign->table, "*");
    for (int i = 0; i < 2; i++) {
        scan.is_title = i == 0;
        scan.text = i == 0 ? title : text;
        if (!mg_units_read(&foreign->units, scan.text, scan.language->mode))
            return false;
        scan_units(&scan);
    }
    return true;
}

bool mg_foreign_knows(const mg_foreign *foreign, const char lang[3])
{
    return strcmp(lang, "en") != 0 && strcmp(lang, "*") != 0 &&
           mg_foreign_table_language(&foreign->table, lang);
}

/* ---- Its life ----------------------------------------------------------------------------- */

morgue_status mg_foreign_new_with(morgue_text section, mg_foreign **ret, morgue_error *err)
{
    mg_foreign *foreign = calloc(1, sizeof *foreign);
    if (!foreign)
        return mg_fail_memory(err);
    if (!mg_foreign_table_read(section, &foreign->table)) {
        free(foreign);
        return mg_fail(err, MORGUE_CORRUPT, "the tagger's model is damaged in section %d",
                       MG_SECTION_FOREIGN);
    }
    *ret = foreign;
    return MORGUE_OK;
}

morgue_status mg_foreign_new(const mg_tagger_model *model, mg_foreign **ret, morgue_error *err)
{
    return mg_foreign_new_with(mg_model_section(model, MG_SECTION_FOREIGN), ret, err);
}

void mg_foreign_free(mg_foreign *foreign)
{
    if (!foreign)
        return;
    free(foreign->units.at);
    free(foreign);
}
