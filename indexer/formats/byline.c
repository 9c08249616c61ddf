/* Names in bylines and lists of actors. */
#include <string.h>
#include <strings.h>

#include "archive/error.h"
#include "indexer/formats/put.h"
#include "indexer/text/clean.h"
#include "indexer/text/slice.h"

/* ---- Persons or organizations -------------------------------------------------------------- */

/* Words that stand in names of organizations and hardly ever in those of persons. */
static const char organization_words[] =
    "academy administration agency airlines airways alliance army assembly association authority "
    "bank bankers board brigade brothers bureau bv cabinet center centre chamber church club co "
    "college commission committee company confederation conference congress consortium coop "
    "corp corporation council court department directorate embassy federation force forces "
    "foundation front fund gmbh government group guard holding holdings inc industries institute "
    "institution insurance international laboratories league ltd limited llc llp military ministry "
    "movement museum nations navy network newspaper nv office orchestra organisation organization "
    "parliament partners partnership party plc police press railway railways republic reserve sa "
    "school se secretariat senate service services society spa state states syndicate taskforce "
    "trust union united university workers ag ministerium partei verein bundesbank bundestag "
    "ministerio ministère partido parti banco banque universidad université universität";

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* One word of capitals, digits and marks: NATO, G7, AT&T. */
static bool is_acronym(morgue_text name)
{
    size_t capitals = 0;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.data[i];
        if (c == ' ' || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80)
            return false;
        capitals += c >= 'A' && c <= 'Z';
    }
    return capitals > 0 && name.len >= 2;
}

bool mg_is_organization(morgue_text name)
{
    const char *at = name.data, *end = name.data + name.len;
    if (is_acronym(name))
        return true;
    while (at < end) {
        const char *word = at;
        while (at < end && is_letter(*at))
            at++;
        if (at > word &&
            mg_text_among((morgue_text){word, (size_t)(at - word)}, organization_words))
            return true;
        at += at == word;
    }
    return false;
}

/* ---- Bylines ------------------------------------------------------------------------------- */

/* Bytes of " and ", " & " at `at`. */
static size_t conjunction(const char *at, const char *end)
{
    static const char *const words[] = {" and ", " AND ", " & ", " und ", " et ", " y "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(end - at) > n && memcmp(at, words[i], n) == 0)
            return n;
    }
    return 0;
}

static bool has_conjunction(morgue_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (conjunction(text.data + i, text.data + text.len))
            return true;
    return false;
}

static bool has_by(morgue_text text)
{
    return text.len >= 4 && strncasecmp(text.data, "by", 2) == 0 &&
           (text.data[2] == ' ' || text.data[2] == ':');
}

morgue_text mg_author_name(morgue_text name)
{
    name = mg_trimmed(name);
    while (has_by(name))
        name = mg_trimmed((morgue_text){name.data + 3, name.len - 3});
    return name;
}

/* The bytes that part two names at `at`, 0 where none do. */
static size_t parting(const char *at, const char *end, bool byline, bool several)
{
    if (*at == ';' || (*at == ',' && several))
        return 1;
    return byline ? conjunction(at, end) : 0;
}

static morgue_status put_authors(mg_sink *put, morgue_text text)
{
    text = mg_trimmed(text);
    bool byline = has_by(text);
    bool several = byline && has_conjunction(text);
    const char *at = text.data + (byline ? 3 : 0), *end = text.data + text.len;
    for (const char *start = at; start < end; start = at) {
        size_t mark = 0;
        while (at < end && !(mark = parting(at, end, byline, several)))
            at++;
        const morgue_text name = {start, (size_t)(at - start)};
        morgue_status status = mg_put(put, MORGUE_AUTHOR, name, MORGUE_GIVEN);
        if (status != MORGUE_OK)
            return status;
        at += mark;
    }
    return MORGUE_OK;
}

/* A byline is one that begins with By; other text is one name, or several between semicolons. Its
 * commas part names only where an "and" says that there are several: "By Ann Lee, Staff Writer" has
 * one author. Odd spaces part words too, so that it is made clean before it is taken apart. */
morgue_status mg_put_byline(mg_sink *put, morgue_text text)
{
    mg_buffer mended = {0}, clean = {0};
    mg_mend mend = {0};
    mg_cleaned cleaned;
    if (mg_utf8_clean_prefix(text.data, text.len) == text.len &&
        !mg_needs_cleaning(text, put->reader->clean))
        return put_authors(put, text);
    bool ok = mg_utf8_mend(text.data, text.len, &mended, &mend) &&
              mg_clean((morgue_text){mended.data ? mended.data : "", mended.len},
                       put->reader->clean, &clean, &cleaned);
    mg_note_mend(put->reader, &mend);
    morgue_status status =
        ok ? put_authors(put, (morgue_text){clean.data ? clean.data : "", clean.len})
           : mg_fail_memory(put->err);
    mg_buffer_free(&mended);
    mg_buffer_free(&clean);
    return status;
}
