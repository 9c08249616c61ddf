#include "tests/unit/direct/difference.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "archive/buffer.h"
#include "archive/field.h"
#include "archive/shard.h"
#include "xapian/xapian_c.h"

/* The two, and where to write what is not the same. */
typedef struct pair {
    xap_database *dbs[2];
    char *ret;
    xap_error why;
    xap_string strings[2];
} pair;

/* Writes the difference; false. */
static bool __attribute__((format(printf, 2, 3))) differ(pair *p, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(p->ret, DIFFERENCE_MAX, format, arguments);
    va_end(arguments);
    return false;
}

/* For calls that must succeed. */
#define DO(call)                                                                                   \
    do {                                                                                           \
        if ((call) != XAP_OK)                                                                      \
            return differ(p, "%s: %s", #call, p->why.message);                                     \
    } while (0)

static bool same_numbers(pair *p, const char *what, uint64_t a, uint64_t b)
{
    return a == b ||
           differ(p, "%s: %llu, %llu", what, (unsigned long long)a, (unsigned long long)b);
}

static bool same_terms(pair *p, const xap_bytes terms[2])
{
    if (terms[0].len == terms[1].len && memcmp(terms[0].data, terms[1].data, terms[0].len) == 0)
        return true;
    return differ(p, "terms: '%.*s', '%.*s'", (int)terms[0].len, terms[0].data, (int)terms[1].len,
                  terms[1].data);
}

/* Both strings. */
static bool same_strings(pair *p, const char *what, uint32_t number)
{
    const xap_string *a = &p->strings[0], *b = &p->strings[1];
    if (a->len == b->len && (!a->len || memcmp(a->data, b->data, a->len) == 0))
        return true;
    return differ(p, "%s %u: %zu and %zu bytes that differ", what, number, a->len, b->len);
}

/* ---- Terms -------------------------------------------------------------------------------- */

static bool same_positions(pair *p, uint32_t docid, const char *term, size_t len)
{
    xap_positions *its[2];
    bool more[2] = {true, true}, same = true;
    for (int i = 0; i < 2; i++)
        DO(xap_positions_open(p->dbs[i], docid, term, len, &its[i], &p->why));
    while (same && more[0]) {
        uint32_t at[2] = {0, 0};
        for (int i = 0; i < 2; i++)
            DO(xap_positions_next(its[i], &at[i], &more[i], &p->why));
        same = (at[0] == at[1] && more[0] == more[1]) ||
               differ(p, "'%.*s' in %u: position %u, %u", (int)len, term, docid, at[0], at[1]);
    }
    for (int i = 0; i < 2; i++)
        xap_positions_free(its[i]);
    return same;
}

/* The documents of a term; with the empty term, all there are. */
static bool same_postings(pair *p, const char *term, size_t len)
{
    xap_postings *its[2];
    bool more[2] = {true, true}, same = true;
    for (int i = 0; i < 2; i++)
        DO(xap_postings_open(p->dbs[i], term, len, &its[i], &p->why));
    while (same && more[0]) {
        uint32_t docids[2] = {0, 0}, wdfs[2] = {0, 0};
        for (int i = 0; i < 2; i++)
            DO(xap_postings_next(its[i], &docids[i], &wdfs[i], &more[i], &p->why));
        same = (docids[0] == docids[1] && wdfs[0] == wdfs[1] && more[0] == more[1]) ||
               differ(p, "'%.*s': document %u with wdf %u, %u with %u", (int)len, term, docids[0],
                      wdfs[0], docids[1], wdfs[1]);
        if (same && more[0] && len)
            same = same_positions(p, docids[0], term, len);
    }
    for (int i = 0; i < 2; i++)
        xap_postings_free(its[i]);
    return same;
}

static bool same_term(pair *p, xap_bytes term)
{
    uint32_t freqs[2];
    for (int i = 0; i < 2; i++)
        DO(xap_database_collfreq(p->dbs[i], term.data, term.len, &freqs[i], &p->why));
    return same_numbers(p, "collection frequency", freqs[0], freqs[1]) &&
           same_postings(p, term.data, term.len);
}

static bool same_all_terms(pair *p)
{
    xap_terms *its[2];
    bool more[2] = {true, true}, same = true;
    for (int i = 0; i < 2; i++)
        DO(xap_terms_open(p->dbs[i], "", 0, &its[i], &p->why));
    while (same && more[0]) {
        xap_bytes terms[2] = {{"", 0}, {"", 0}};
        uint32_t freqs[2] = {0, 0};
        for (int i = 0; i < 2; i++)
            DO(xap_terms_next(its[i], &terms[i], &freqs[i], &more[i], &p->why));
        same = same_numbers(p, "terms go on", more[0], more[1]) && same_terms(p, terms) &&
               same_numbers(p, "term frequency", freqs[0], freqs[1]) &&
               (!more[0] || same_term(p, terms[0]));
    }
    for (int i = 0; i < 2; i++)
        xap_terms_free(its[i]);
    return same;
}

/* ---- Documents ---------------------------------------------------------------------------- */

static bool same_termlists(pair *p, uint32_t docid)
{
    xap_termlist *its[2];
    bool more[2] = {true, true}, same = true;
    for (int i = 0; i < 2; i++)
        DO(xap_termlist_open(p->dbs[i], docid, &its[i], &p->why));
    while (same && more[0]) {
        xap_bytes terms[2] = {{"", 0}, {"", 0}};
        uint32_t wdfs[2] = {0, 0};
        for (int i = 0; i < 2; i++)
            DO(xap_termlist_next(its[i], &terms[i], &wdfs[i], NULL, &more[i], &p->why));
        same = same_numbers(p, "document goes on", more[0], more[1]) && same_terms(p, terms) &&
               same_numbers(p, "wdf", wdfs[0], wdfs[1]);
    }
    for (int i = 0; i < 2; i++)
        xap_termlist_free(its[i]);
    return same;
}

static bool same_document(pair *p, uint32_t docid)
{
    for (int i = 0; i < 2; i++)
        DO(xap_database_data(p->dbs[i], docid, &p->strings[i], &p->why));
    if (!same_strings(p, "data of document", docid))
        return false;
    for (uint32_t slot = 0; slot <= MG_SLOT_SIZE + 1; slot++) {
        for (int i = 0; i < 2; i++)
            DO(xap_database_value(p->dbs[i], docid, slot, &p->strings[i], &p->why));
        if (!same_strings(p, "value of document", docid))
            return false;
    }
    return same_termlists(p, docid);
}

static bool same_all_documents(pair *p)
{
    xap_postings *it;
    uint32_t docid = 0;
    bool more = true, same = same_postings(p, "", 0);
    DO(xap_postings_open(p->dbs[0], "", 0, &it, &p->why));
    while (same) {
        DO(xap_postings_next(it, &docid, NULL, &more, &p->why));
        if (!more)
            break;
        same = same_document(p, docid);
    }
    xap_postings_free(it);
    return same;
}

/* ---- The whole ---------------------------------------------------------------------------- */

static bool same_counts(pair *p)
{
    uint32_t counts[2], last[2];
    uint64_t lengths[2];
    bool positions[2];
    for (int i = 0; i < 2; i++) {
        DO(xap_database_doccount(p->dbs[i], &counts[i], &p->why));
        DO(xap_database_lastdocid(p->dbs[i], &last[i], &p->why));
        DO(xap_database_total_length(p->dbs[i], &lengths[i], &p->why));
        DO(xap_database_has_positions(p->dbs[i], &positions[i], &p->why));
    }
    return same_numbers(p, "documents", counts[0], counts[1]) &&
           same_numbers(p, "last docid", last[0], last[1]) &&
           same_numbers(p, "total length", lengths[0], lengths[1]) &&
           same_numbers(p, "has positions", positions[0], positions[1]);
}

static bool same_slots(pair *p)
{
    xap_string greatest[2] = {{0}};
    for (uint32_t slot = 0; slot <= MG_SLOT_SIZE + 1; slot++) {
        for (int i = 0; i < 2; i++)
            DO(xap_database_value_bounds(p->dbs[i], slot, &p->strings[i], &greatest[i], &p->why));
        if (!same_strings(p, "least value of slot", slot))
            return false;
        for (int i = 0; i < 2; i++) {
            xap_string_free(&p->strings[i]);
            p->strings[i] = greatest[i];
            greatest[i] = (xap_string){0};
        }
        if (!same_strings(p, "greatest value of slot", slot))
            return false;
    }
    return true;
}

static bool same_metadata(pair *p)
{
    static const char *const keys[] = {MG_META_REVISION, MG_META_TEXT_BYTES, MG_META_DICTIONARY};
    char dictionary[64];
    for (uint32_t k = 0; k < 3; k++) {
        for (int i = 0; i < 2; i++)
            DO(xap_database_metadata(p->dbs[i], keys[k], &p->strings[i], &p->why));
        if (!same_strings(p, "metadata", k))
            return false;
    }
    snprintf(dictionary, sizeof dictionary, MG_META_DICTIONARY ".%.*s", (int)p->strings[0].len,
             p->strings[0].data ? p->strings[0].data : "");
    for (int i = 0; i < 2; i++)
        DO(xap_database_metadata(p->dbs[i], dictionary, &p->strings[i], &p->why));
    return same_strings(p, "dictionary", 0);
}

bool same_databases(const char *one, const char *other, char ret[DIFFERENCE_MAX])
{
    pair both = {.ret = ret}, *p = &both;
    DO(xap_database_open(&one, 1, &p->dbs[0], &p->why));
    DO(xap_database_open(&other, 1, &p->dbs[1], &p->why));
    bool same = same_counts(p) && same_slots(p) && same_metadata(p) && same_all_documents(p) &&
                same_all_terms(p);
    for (int i = 0; i < 2; i++) {
        xap_database_free(p->dbs[i]);
        xap_string_free(&p->strings[i]);
    }
    return same;
}

bool is_sound(const char *path, char ret[DIFFERENCE_MAX])
{
    pair both = {.ret = ret}, *p = &both;
    size_t errors = 1;
    DO(xap_check(path, &p->strings[0], &errors, &p->why));
    bool sound = !errors || differ(p, "%s: %.1000s", path, p->strings[0].data);
    xap_string_free(&p->strings[0]);
    return sound;
}
