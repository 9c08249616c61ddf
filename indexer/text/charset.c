#include "indexer/text/charset.h"

#include <stdio.h>
#include <string.h>

#include "archive/error.h"
#include "archive/utf8.h"
#include "indexer/text/declaration.h"
#include "indexer/text/decoder.h"
#include "indexer/text/detect.h"
#include "indexer/text/hz.h"
#include "indexer/text/label.h"
#include "indexer/text/survey.h"

enum { WHOLE_HEAD = 64 << 10, FEW_SEQUENCES = 4 };

static const char utf8[] = "UTF-8";
static const char western[] = "WINDOWS-1252";

static mg_charset decision(const char *name, const char *why)
{
    mg_charset ret = {.why = why, .utf8 = strcmp(name, utf8) == 0};
    snprintf(ret.name, sizeof ret.name, "%s", name);
    return ret;
}

/* ---- Byte order marks ----------------------------------------------------------------------- */

static bool by_mark(morgue_text head, mg_charset *ret)
{
    static const struct {
        const char *mark;
        size_t len;
        const char *name;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, utf8},       {"\xFF\xFE\0\0", 4, "UTF-32LE"},
        {"\0\0\xFE\xFF", 4, "UTF-32BE"}, {"\xFF\xFE", 2, "UTF-16LE"},
        {"\xFE\xFF", 2, "UTF-16BE"},     {"\x84\x31\x95\x33", 4, "GB18030"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (head.len >= marks[i].len && memcmp(head.data, marks[i].mark, marks[i].len) == 0) {
            *ret = decision(marks[i].name, "byte order mark");
            ret->mark = marks[i].len;
            return true;
        }
    return false;
}

/* ---- Declarations --------------------------------------------------------------------------- */

static bool is_wide(const char *name)
{
    return strncmp(name, "UTF-16", 6) == 0 || strncmp(name, "UTF-32", 6) == 0;
}

static bool is_single_byte(const char *name)
{
    return strncmp(name, "WINDOWS-", 8) == 0 || strncmp(name, "ISO-8859-", 9) == 0 ||
           strncmp(name, "KOI8", 4) == 0 || strncmp(name, "MAC", 3) == 0;
}

/* UTF-8 it is where a whole sequence stands for nearly every byte that is none: letters of another
 * character set seldom come by twos and threes of the right kind. */
static bool is_utf8(const mg_survey *survey)
{
    return survey->good ? survey->good >= 2 * survey->bad : !survey->bad;
}

/* Can the bytes be read so, with hardly one that cannot, and no control characters? */
static bool can_be_read(morgue_text head, const char *name)
{
    mg_buffer text = {0};
    size_t bad = 0;
    mg_charset charset = decision(name, "declared");
    if (!mg_decoder_exists(name) ||
        mg_charset_decode(&charset, head, &text, &bad, NULL) != MORGUE_OK) {
        mg_buffer_free(&text);
        return false;
    }
    for (size_t i = 0; i + 1 < text.len; i++) /* U+0080 to U+009F */
        bad += text.data[i] == '\xC2' && (unsigned char)text.data[i + 1] < 0xA0;
    size_t allowed = 1 + text.len / 200;
    mg_buffer_free(&text);
    return bad <= allowed;
}

/* Do the bytes agree with what was declared? */
static bool agrees(morgue_text head, const mg_survey *survey, const char *name)
{
    if (strcmp(name, utf8) == 0)
        return is_utf8(survey);
    if (is_wide(name)) {
        const char *seen = survey->controls ? mg_survey_wide(head) : NULL;
        return seen && strcmp(seen, name) == 0;
    }
    if (!survey->bad && survey->good >= (is_single_byte(name) ? 1u : FEW_SEQUENCES))
        return false;
    return can_be_read(head, name);
}

/* Later bytes of a file in a Western character set are mended one by one. */
static bool may_stay(morgue_text head, const mg_survey *survey, const char *name)
{
    return !survey->high && !survey->controls &&
           (strcmp(name, western) == 0 || head.len < WHOLE_HEAD) && strcmp(name, MG_HZ_NAME) != 0;
}

static bool by_declaration(morgue_text head, const mg_survey *survey, morgue_text label,
                           mg_charset *ret)
{
    const char *name = label.len ? mg_label_charset(label) : NULL;
    if (!name || !agrees(head, survey, name))
        return false;
    *ret = decision(may_stay(head, survey, name) ? utf8 : name, "declared");
    return true;
}

/* ---- Deciding ------------------------------------------------------------------------------- */

/* Windows-1252 by guess is left to mending, byte by byte: where a file is a mixture, what is UTF-8
 * in it stays so. */
static mg_charset guess(const char *name, const char *why)
{
    mg_charset ret = decision(name, why);
    ret.utf8 = ret.utf8 || strcmp(name, western) == 0;
    ret.guessed = !ret.utf8;
    return ret;
}

static mg_charset by_bytes(morgue_text head, const mg_survey *survey)
{
    const char *wide = survey->controls ? mg_survey_wide(head) : NULL;
    if (wide)
        return guess(wide, "detected");
    if (!survey->high && !survey->escape)
        return mg_is_hz(head) ? guess(MG_HZ_NAME, "detected") : decision(utf8, "nothing else");
    if (survey->high && is_utf8(survey))
        return decision(utf8, "detected");
    return guess(mg_charset_detect(head).name, "detected");
}

/* Western character sets are what is declared where nobody thought of it. */
static bool is_careless(morgue_text head, const mg_survey *survey, const mg_charset *declared,
                        mg_charset *ret)
{
    if (declared->utf8 || strcmp(declared->name, western) != 0 || !survey->high)
        return false;
    mg_detected found = mg_charset_detect(head);
    if (!found.sure)
        return false;
    *ret = guess(found.name, "declared Western, but it is not");
    ret->overruled = true;
    return true;
}

void mg_charset_decide(morgue_text head, morgue_text declared, mg_charset *ret)
{
    mg_survey survey;
    mg_charset found;
    if (by_mark(head, ret))
        return;
    mg_survey_bytes(head, &survey);
    morgue_text inside = mg_charset_declared(head);
    if (by_declaration(head, &survey, declared, &found) ||
        by_declaration(head, &survey, inside, &found)) {
        if (!is_careless(head, &survey, &found, ret))
            *ret = found;
        return;
    }
    *ret = by_bytes(head, &survey);
    const char *name = mg_label_charset(declared.len ? declared : inside);
    if (name && strcmp(name, ret->name) != 0 && survey.high) {
        ret->overruled = true;
        ret->why = strcmp(name, utf8) == 0 ? "declared UTF-8, but it is not"
                                           : "declared otherwise, but it is not";
    }
}

/* ---- Converting ----------------------------------------------------------------------------- */

/* Mends what is not UTF-8 and leaves control characters alone. */
static bool mend(morgue_text text, mg_buffer *ret, size_t *bad)
{
    mg_mend counts = {0};
    while (text.len) {
        size_t clean = mg_utf8_clean_prefix(text.data, text.len);
        if (!mg_buffer_append(ret, text.data, clean))
            return false;
        text.data += clean;
        text.len -= clean;
        if (!text.len)
            break;
        bool ok = (unsigned char)*text.data < 0x80 ? mg_buffer_append_byte(ret, *text.data)
                                                   : mg_utf8_mend(text.data, 1, ret, &counts);
        if (!ok)
            return false;
        text.data++;
        text.len--;
    }
    *bad += counts.bytes;
    return true;
}

morgue_status mg_charset_decode(const mg_charset *charset, morgue_text bytes, mg_buffer *ret,
                                size_t *ret_bad, morgue_error *err)
{
    mg_decoder *decoder = NULL;
    size_t bad = 0, mark = charset->mark < bytes.len ? charset->mark : bytes.len;
    morgue_status status = MORGUE_OK;
    bytes.data += mark;
    bytes.len -= mark;
    if (!charset->utf8)
        status = mg_decoder_new(charset->name, &decoder, err);
    if (status == MORGUE_NO_MEMORY)
        return status;
    bool ok = decoder ? mg_decoder_push(decoder, bytes, true, ret, &bad) : mend(bytes, ret, &bad);
    mg_decoder_free(decoder);
    if (ret_bad)
        *ret_bad = bad;
    return ok ? MORGUE_OK : mg_fail_memory(err);
}
