/* The ids of documents whose records are lost: each has a term of its own, which is in the table of
 * postings and in the document's list of terms. */
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/glass/glass.h"
#include "archive/glass/unpack.h"
#include "indexer/maintain/wreck.h"

enum { LIST_MAX = 1 << 26 /* bytes of a list of terms */ };

typedef struct search {
    mg_lost *lost; /* by their documents */
    size_t n;
    mg_pieces lists; /* of the terms of those without a name */
} search;

static int by_docid(const void *a, const void *b)
{
    uint32_t x = ((const mg_lost *)a)->docid, y = ((const mg_lost *)b)->docid;
    return (x > y) - (x < y);
}

static mg_lost *find(const search *s, uint32_t docid)
{
    const mg_lost key = {.docid = docid};
    return s->n ? bsearch(&key, s->lost, s->n, sizeof *s->lost, by_docid) : NULL;
}

/* The id that the term is made of; over 200 bytes it is cut, with a hash, in the term already. */
static bool name(mg_lost *lost, const void *term, size_t len)
{
    if (!lost->id)
        lost->id = strndup((const char *)term + 1, len - 1);
    return lost->id != NULL;
}

/* ---- In the table of postings ------------------------------------------------------------- */

/* The first chunk of a list that is of an id, and its first document. Keys of other chunks have a
 * zero byte; so have those of terms with one, of which there are none. */
static bool take_posting(void *user, mg_relic *relic, uint32_t i, const mg_item *item,
                         uint32_t number, uint32_t revision)
{
    (void)i, (void)number, (void)revision;
    search *s = user;
    uint32_t frequency, occurrences, before;
    const uint8_t *at = item->part, *end = at + item->part_len;
    if (item->key_len < 2 || item->key[0] < 'Q')
        return true;
    if (item->key[0] > 'Q')
        return !relic->sound;
    if (!item->first || item->compressed || memchr(item->key, 0, item->key_len) ||
        !mg_glass_get_uint(&at, end, &frequency) || !mg_glass_get_uint(&at, end, &occurrences) ||
        !mg_glass_get_uint(&at, end, &before) || before == UINT32_MAX)
        return true;
    mg_lost *lost = find(s, before + 1);
    if (lost && !name(lost, item->key, item->key_len))
        relic->starved = true;
    return !relic->starved;
}

/* ---- In the table of terms ---------------------------------------------------------------- */

static bool take_list(void *user, mg_relic *relic, uint32_t i, const mg_item *item, uint32_t number,
                      uint32_t revision)
{
    search *s = user;
    uint32_t docid = mg_key_document(item);
    const mg_lost *lost = docid ? find(s, docid) : NULL;
    if (lost && !lost->id && !mg_pieces_add(&s->lists, relic, i, docid, number, revision))
        relic->starved = true;
    return !relic->starved;
}

static bool take_term(void *user, morgue_text term, uint32_t wdf)
{
    (void)wdf;
    if (term.len > 1)
        name(user, term.data, term.len);
    return false;
}

static void read_lists(search *s, mg_relic *relic)
{
    mg_buffer tag = {0};
    mg_pieces_sort(&s->lists);
    for (size_t i = 0, n; i < s->lists.n; i += n) {
        bool live, more;
        const mg_piece *group = s->lists.at + i;
        mg_lost *lost = find(s, group->id);
        n = mg_pieces_group(&s->lists, i);
        if (lost && mg_pieces_join(relic, group, n, 0, &tag, &live, &more) && tag.len &&
            tag.len <= LIST_MAX)
            mg_glass_walk_terms((const uint8_t *)tag.data, tag.len, "Q", take_term, lost);
    }
    mg_buffer_free(&tag);
}

static bool are_named(const search *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (!s->lost[i].id)
            return false;
    return true;
}

morgue_status mg_wreck_find_names(mg_wreck *wreck, mg_lost *lost, size_t n, morgue_error *err)
{
    search s = {.lost = lost, .n = n};
    mg_relic *relic = &wreck->postings;
    bool fits = mg_relic_each(relic, !relic->sound, take_posting, &s);
    if (fits && are_named(&s))
        return MORGUE_OK;
    morgue_status status = fits ? mg_wreck_open_terms(wreck, err) : mg_fail_memory(err);
    relic = &wreck->terms;
    if (status == MORGUE_OK && !mg_relic_each(relic, !relic->sound, take_list, &s))
        status = mg_fail_memory(err);
    if (status == MORGUE_OK)
        read_lists(&s, relic);
    mg_pieces_free(&s.lists);
    return status;
}
