#include "indexer/text/detect.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "archive/utf8.h"
#include "indexer/text/decoder.h"
#include "indexer/text/fit.h"

/* Text of which so much was seen is known. */
enum { SAMPLE_MAX = 8 << 10, SURE = 40 };

#define LATIN    (1u << MG_SCRIPT_LATIN)
#define GREEK    (1u << MG_SCRIPT_GREEK)
#define CYRILLIC (1u << MG_SCRIPT_CYRILLIC)
#define HEBREW   (1u << MG_SCRIPT_HEBREW)
#define ARABIC   (1u << MG_SCRIPT_ARABIC)
#define THAI     (1u << MG_SCRIPT_THAI)

typedef struct candidate {
    const char *name;
    unsigned rare; /* how seldom it is used: what it costs beforehand */
    mg_use use;
    bool multibyte;
} candidate;

/* The first one is what it is when nothing is known. */
static const candidate candidates[] = {
    {"WINDOWS-1252", 0, {LATIN, -1}, false},
    {"ISO-8859-15", 10, {LATIN, -1}, false},
    {"WINDOWS-1250", 12, {LATIN, -1}, false},
    {"ISO-8859-2", 13, {LATIN, -1}, false},
    {"WINDOWS-1254", 14, {LATIN, -1}, false},
    {"WINDOWS-1257", 16, {LATIN, -1}, false},
    {"ISO-8859-13", 18, {LATIN, -1}, false},
    {"ISO-8859-4", 22, {LATIN, -1}, false},
    {"ISO-8859-3", 24, {LATIN, -1}, false},
    {"ISO-8859-10", 24, {LATIN, -1}, false},
    {"ISO-8859-16", 22, {LATIN, -1}, false},
    {"WINDOWS-1258", 16, {LATIN, -1}, false},
    {"MACINTOSH", 14, {LATIN, -1}, false},
    {"MAC-CENTRALEUROPE", 20, {LATIN, -1}, false},
    {"CP850", 16, {LATIN, -1}, false},
    {"CP437", 18, {LATIN, -1}, false},
    {"CP852", 18, {LATIN, -1}, false},
    {"CP857", 24, {LATIN, -1}, false},
    {"WINDOWS-1251", 12, {CYRILLIC, -1}, false},
    {"KOI8-R", 14, {CYRILLIC, -1}, false},
    {"KOI8-U", 15, {CYRILLIC, -1}, false},
    {"CP866", 16, {CYRILLIC, -1}, false},
    {"ISO-8859-5", 18, {CYRILLIC, -1}, false},
    {"MAC-CYRILLIC", 20, {CYRILLIC, -1}, false},
    {"CP855", 24, {CYRILLIC, -1}, false},
    {"WINDOWS-1253", 12, {GREEK, -1}, false},
    {"ISO-8859-7", 18, {GREEK, -1}, false},
    {"CP737", 18, {GREEK, -1}, false},
    {"WINDOWS-1255", 12, {HEBREW, -1}, false},
    {"CP862", 20, {HEBREW, -1}, false},
    {"WINDOWS-1256", 12, {ARABIC, -1}, false},
    {"ISO-8859-6", 14, {ARABIC, -1}, false},
    {"CP874", 12, {THAI, -1}, false},
    {"CP932", 12, {0, MG_JA}, true},
    {"EUC-JP-MS", 12, {0, MG_JA}, true},
    {"CP949", 12, {0, MG_KO}, true},
    {"GB18030", 12, {0, MG_ZH}, true},
    {"BIG5-HKSCS", 12, {0, MG_TW}, true},
};

enum { CANDIDATES = sizeof candidates / sizeof *candidates };

/* ---- What is looked at ---------------------------------------------------------------------- */

static bool has_high(morgue_text line)
{
    for (size_t i = 0; i < line.len; i++)
        if ((unsigned char)line.data[i] >= 0x80)
            return true;
    return false;
}

/* Takes lines with something to see from the bytes. */
static bool take_sample(morgue_text bytes, mg_buffer *ret)
{
    while (bytes.len && ret->len < SAMPLE_MAX) {
        const char *end = memchr(bytes.data, '\n', bytes.len);
        morgue_text line = {bytes.data, end ? (size_t)(end + 1 - bytes.data) : bytes.len};
        bytes.data += line.len;
        bytes.len -= line.len;
        while (line.len > SAMPLE_MAX && !has_high((morgue_text){line.data, 64})) {
            line.data += 64;
            line.len -= 64;
        }
        line.len = line.len < SAMPLE_MAX ? line.len : SAMPLE_MAX;
        if (has_high(line) && !mg_buffer_append(ret, line.data, line.len))
            return false;
    }
    return true;
}

/* ---- Reading it ----------------------------------------------------------------------------- */

static uint16_t high_halves[CANDIDATES][128];
static bool usable[CANDIDATES];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void read_high_half(unsigned i)
{
    mg_decoder *decoder;
    mg_buffer text = {0};
    if (mg_decoder_new(candidates[i].name, &decoder, NULL) != MORGUE_OK)
        return;
    usable[i] = true;
    for (unsigned b = 0; b < 128 && usable[i]; b++) {
        char byte = (char)(b | 0x80);
        size_t bad = 0;
        unsigned len;
        mg_buffer_clear(&text);
        usable[i] = mg_decoder_push(decoder, (morgue_text){&byte, 1}, true, &text, &bad);
        high_halves[i][b] = MG_NO_CHARACTER;
        if (!bad && text.len)
            high_halves[i][b] = (uint16_t)mg_utf8_get(text.data, text.data + text.len, &len);
    }
    mg_decoder_free(decoder);
    mg_buffer_free(&text);
}

/* One of each is kept open: the C library loads its converters anew for every first one. */
static mg_decoder *kept[CANDIDATES];

static void read_tables(void)
{
    for (unsigned i = 0; i < CANDIDATES; i++)
        if (candidates[i].multibyte)
            usable[i] = mg_decoder_new(candidates[i].name, &kept[i], NULL) == MORGUE_OK;
        else
            read_high_half(i);
}

static size_t read_multibyte(unsigned i, morgue_text sample, uint32_t *ret)
{
    mg_decoder *decoder;
    mg_buffer text = {0};
    size_t bad = 0, n = 0;
    if (mg_decoder_new(candidates[i].name, &decoder, NULL) != MORGUE_OK)
        return 0;
    if (mg_decoder_push(decoder, sample, false, &text, &bad) && text.len) {
        const char *at = text.data, *end = at + text.len;
        for (unsigned len; at < end && n < sample.len; at += len)
            ret[n++] = mg_utf8_get(at, end, &len);
    }
    mg_decoder_free(decoder);
    mg_buffer_free(&text);
    return n;
}

static size_t read_sample(unsigned i, morgue_text sample, uint32_t *ret)
{
    if (candidates[i].multibyte)
        return read_multibyte(i, sample, ret);
    for (size_t k = 0; k < sample.len; k++) {
        unsigned char b = (unsigned char)sample.data[k];
        ret[k] = b < 0x80 ? b : high_halves[i][b - 0x80];
    }
    return sample.len;
}

/* ---- Choosing ------------------------------------------------------------------------------- */

static mg_detected choose(morgue_text sample, uint32_t *text)
{
    uint64_t first = 0, least = UINT64_MAX;
    unsigned best = 0;
    for (unsigned i = 0; i < CANDIDATES; i++) {
        size_t n = usable[i] ? read_sample(i, sample, text) : 0;
        if (!n)
            continue;
        uint64_t cost = candidates[i].rare + mg_fit_cost(text, n, candidates[i].use);
        if (i == 0)
            first = cost;
        if (cost < least) {
            least = cost;
            best = i;
        }
    }
    return (mg_detected){candidates[best].name, best && first - least >= SURE};
}

/* By its escape sequences (ISO-IR, RFC 1468, 1554, 1557, 1922). */
static const char *by_escapes(morgue_text bytes)
{
    static const struct {
        const char *escape, *name;
    } escapes[] = {
        {"\x1B$)C", "ISO-2022-KR"},  {"\x1B$)A", "ISO-2022-CN"},  {"\x1B$)G", "ISO-2022-CN"},
        {"\x1B$A", "ISO-2022-JP-2"}, {"\x1B$(", "ISO-2022-JP-2"}, {"\x1B$B", "ISO-2022-JP"},
        {"\x1B$@", "ISO-2022-JP"},   {"\x1B(I", "ISO-2022-JP-3"}, {"\x1B(J", "ISO-2022-JP"},
    };
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (memmem(bytes.data, bytes.len, escapes[i].escape, strlen(escapes[i].escape)))
            return escapes[i].name;
    return NULL;
}

mg_detected mg_charset_detect(morgue_text bytes)
{
    mg_detected found = {candidates[0].name, false};
    mg_buffer sample = {0};
    if (!has_high(bytes)) {
        const char *name = by_escapes(bytes);
        return name ? (mg_detected){name, true} : found;
    }
    uint32_t *text = NULL;
    if (take_sample(bytes, &sample) && (text = malloc(sample.len * sizeof *text))) {
        pthread_once(&once, read_tables);
        found = choose((morgue_text){sample.data, sample.len}, text);
    }
    free(text);
    mg_buffer_free(&sample);
    return found;
}
