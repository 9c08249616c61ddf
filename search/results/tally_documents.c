/* Values counted document by document, by their lists of terms. */
#include <string.h>

#include "archive/error.h"
#include "search/results/tally_ways.h"

/* Whose terms are counted. */
typedef struct place {
    mg_tally *tally;
    uint32_t shard;
    uint32_t docid;
    morgue_field_id field;
    size_t prefix_len;
} place;

static bool take_term(void *user, morgue_text term, uint32_t wdf)
{
    const place *p = user;
    mg_tally *t = p->tally;
    morgue_text bare = {term.data + p->prefix_len, term.len - p->prefix_len};
    (void)wdf;
    if (mg_blocklist_has(t->blocklist, p->field, bare))
        return true;
    mg_tally_value *v = mg_tally_value_under(t, bare);
    t->fits = v != NULL;
    if (v)
        mg_tally_note(t, p->shard, p->docid, v);
    return t->fits;
}

static morgue_status count_document(mg_tally *t, uint32_t shard, uint32_t docid, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (size_t f = 0; status == MORGUE_OK && f < t->n_fields; f++) {
        const char *prefix = mg_tally_prefix(t->main, t->fields[f]);
        place p = {t, shard, docid, t->fields[f], strlen(prefix)};
        status =
            mg_index_document_terms(t->archive->indexes[shard], docid, prefix, take_term, &p, err);
        if (status == MORGUE_OK && !t->fits)
            status = mg_fail_memory(err);
    }
    return status;
}

morgue_status mg_tally_by_documents(mg_tally *t, uint32_t shard, morgue_error *err)
{
    morgue_status status = MORGUE_OK;
    for (uint32_t w = 0; w < t->matches->n_words[shard]; w++)
        for (uint64_t left = t->matches->bits[shard][w];
             status == MORGUE_OK && left && !mg_tally_is_late(t); left &= left - 1)
            status = count_document(t, shard, w * 64 + (uint32_t)__builtin_ctzll(left), err);
    return status;
}
