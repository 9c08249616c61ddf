/* Shards that are damaged, or of which files are missing, read for their articles as a rebuild does
 * it. The input is that of shards.h; bits 2 to 6 of its first byte take the files away. */
#include <stdlib.h>
#include <string.h>

#include "archive/manifest.h"
#include "archive/pack.h"
#include "indexer/maintain/rescue.h"
#include "tests/fuzz/shards.h"

enum { POSTINGS = 0, DOCUMENTS = 1 };

/* What was read of a shard. */
typedef struct sum {
    size_t articles, certain, lost;
    bool all_good; /* nothing is in doubt */
    bool whole, sure, versioned;
    mg_lost *losses;
} sum;

static bool is_same(morgue_text one, morgue_text other)
{
    return one.len == other.len && memcmp(one.data, other.data, one.len) == 0;
}

static bool is_record(morgue_text text)
{
    const records *all = fuzz_shards_records();
    for (size_t i = 0; i < all->n; i++)
        if (is_same(text, records_at(all, i)))
            return true;
    return false;
}

/* Has a record the check sum of one that the shard was made of? */
static bool has_sum(const mg_buffer *packed)
{
    static uint32_t sums[FUZZ_ARTICLES];
    const records *all = fuzz_shards_records();
    if (!sums[0])
        for (size_t i = 0; i < FUZZ_ARTICLES; i++)
            sums[i] = mg_dictionary_adler(records_at(all, i).data, records_at(all, i).len);
    EXPECT(packed->len >= 4);
    const uint8_t *at = (const uint8_t *)packed->data + packed->len - 4;
    uint32_t own = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    for (size_t i = 0; i < FUZZ_ARTICLES; i++)
        if (sums[i] == own)
            return true;
    return false;
}

/* What is taken for an article is one, unless the input knows how to make up its check sum; then
 * returns false. */
static bool expect_record(const mg_rescue *rescue, const mg_rescued *rescued)
{
    const morgue_text record = {rescue->record.data, rescue->record.len};
    const mg_buffer *packed = rescued->find == MG_FIND_GOOD ? &rescue->packed : &rescue->best;
    EXPECT(morgue_article_get(rescued->entry.article, MORGUE_ID, 0).len);
    if (!has_sum(packed))
        return false;
    EXPECT(is_record(record));
    EXPECT(is_same(rescued->entry.record, record));
    return true;
}

static void lose(sum *s, uint32_t docid, const char *why)
{
    EXPECT(why && *why);
    mg_lost *grown = realloc(s->losses, (s->lost + 1) * sizeof *grown);
    EXPECT(grown);
    s->losses = grown;
    s->losses[s->lost++] = (mg_lost){docid, why, NULL};
}

/* Goes through the documents: their numbers rise, so that there is an end. */
static void read_documents(mg_wreck *wreck, mg_rescue *rescue, sum *s)
{
    morgue_error err;
    bool more = true;
    uint32_t last = 0;
    for (;;) {
        mg_trace trace;
        mg_rescued rescued;
        EXPECT_OK(mg_wreck_next(wreck, &trace, &more, &err), &err);
        if (!more)
            break;
        EXPECT(trace.docid > last);
        last = trace.docid;
        EXPECT_OK(mg_rescue_read(rescue, wreck, &trace, &rescued, &err), &err);
        if (rescued.find == MG_FIND_NONE) {
            lose(s, trace.docid, rescued.why);
            continue;
        }
        s->articles++;
        s->all_good = s->all_good && rescued.find == MG_FIND_GOOD;
        s->certain += expect_record(rescue, &rescued);
    }
}

static sum read_shard(const char *name)
{
    mg_wreck wreck;
    morgue_error err;
    sum s = {.all_good = true};
    mg_rescue rescue = {.features = MG_FEATURES_ALL};
    EXPECT_OK(mg_wreck_open(fuzz_shards_folder(), name, &wreck, &err), &err);
    s.versioned = wreck.versioned;
    mg_wreck_revision(&wreck);
    mg_wreck_articles(&wreck);
    EXPECT_OK(mg_rescue_learn(&rescue, &wreck, &err), &err);
    read_documents(&wreck, &rescue, &s);
    s.whole = wreck.whole;
    s.sure = wreck.sure;
    EXPECT_OK(mg_wreck_find_names(&wreck, s.losses, s.lost, &err), &err);
    for (size_t i = 0; i < s.lost; i++)
        free(s.losses[i].id);
    free(s.losses);
    mg_wreck_close(&wreck);
    mg_rescue_free(&rescue);
    return s;
}

/* Where the records and what is read beside them are as they were, all articles are found: the
 * version file may be missing, but must not say what is wrong. */
static void expect_complete(const fuzz_shard *shard, const sum *s)
{
    static size_t count[FUZZ_SHARDS];
    size_t which = strcmp(shard->name, "changed") == 0;
    bool version = fuzz_shard_is_damaged(shard, FUZZ_VERSION);
    if (fuzz_shard_is_damaged(shard, POSTINGS) || fuzz_shard_is_damaged(shard, DOCUMENTS) ||
        (version && s->versioned))
        return;
    EXPECT(s->whole && s->sure && s->all_good && !s->lost);
    EXPECT(s->articles && s->certain == s->articles);
    if (!count[which])
        count[which] = s->articles;
    EXPECT(s->articles == count[which]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size)
        return 0;
    fuzz_shard *shard = fuzz_shard_damage(data, size);
    fuzz_shard_hide(shard, data[0] >> 2 & 31);
    sum s = read_shard(shard->name);
    expect_complete(shard, &s);
    fuzz_shard_put_back(shard);
    return 0;
}
