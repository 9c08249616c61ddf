/* The builder over Xapian's own writer. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/shard.h"
#include "indexer/build/builder.h"
#include "indexer/build/terms.h"
#include "xapian/xapian_c.h"

/* What Xapian keeps in memory for a byte of text until it is committed, and what there is besides;
 * measured: 36 MB of news took 367 MB. */
enum { MEMORY_PER_TEXT_BYTE = 10, MEMORY_BESIDES = 64 << 20 };
#define LEAST_BATCH ((uint64_t)1 << 20)
#define NO_FLUSH    (1u << 30) /* documents: batches end by bytes, not by number */

struct mg_builder {
    xap_writer *writer;
    xap_document *document;
    uint64_t pending; /* bytes of text since the last commit */
    uint64_t batch;   /* bytes of text a commit may hold */
    xap_error cause;  /* of the failure that stopped the emitting of terms */
};

static void builder_free(mg_builder *builder)
{
    if (!builder)
        return;
    xap_document_free(builder->document);
    xap_writer_free(builder->writer);
    free(builder);
}

static uint64_t batch_size(uint64_t memory)
{
    uint64_t room = memory > MEMORY_BESIDES ? memory - MEMORY_BESIDES : 0;
    uint64_t batch = room / MEMORY_PER_TEXT_BYTE;
    return batch > LEAST_BATCH ? batch : LEAST_BATCH;
}

static morgue_status builder_open(const char *path, uint64_t memory, mg_builder **ret,
                                  morgue_error *err)
{
    xap_error cause;
    mg_builder *builder = calloc(1, sizeof *builder);
    if (!builder)
        return mg_fail_memory(err);
    builder->batch = batch_size(memory);
    if (xap_document_new(&builder->document, &cause) != XAP_OK ||
        xap_writer_open(path, XAP_CREATE_OR_OPEN, NO_FLUSH, &builder->writer, &cause) != XAP_OK) {
        builder_free(builder);
        return mg_fail_xap(err, &cause);
    }
    *ret = builder;
    return MORGUE_OK;
}

/* ---- Looking up --------------------------------------------------------------------------- */

static morgue_status read_known(const xap_database *db, uint32_t docid, xap_string *value,
                                mg_known *ret, morgue_error *err)
{
    xap_error cause;
    mg_known known = {.docid = docid};
    if (xap_database_value(db, docid, MG_SLOT_HASH, value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    if (value->len == MG_HASH_SIZE)
        memcpy(known.hash, value->data, MG_HASH_SIZE);
    if (xap_database_value(db, docid, MG_SLOT_SIZE, value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    known.size = value->len ? strtoull(value->data, NULL, 10) : 0;
    *ret = known;
    return MORGUE_OK;
}

static morgue_status builder_find(mg_builder *builder, morgue_text id_term, mg_known *ret,
                                  morgue_error *err)
{
    xap_error cause;
    xap_string value = {0};
    uint32_t docid;
    const xap_database *db = xap_writer_database(builder->writer);
    if (xap_database_find(db, id_term.data, id_term.len, &docid, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    morgue_status status = read_known(db, docid, &value, ret, err);
    xap_string_free(&value);
    return status;
}

/* ---- Adding ------------------------------------------------------------------------------- */

static bool take_posting(void *user, const char *term, size_t len, uint32_t position, uint32_t wdf)
{
    mg_builder *b = user;
    return xap_document_add_posting(b->document, term, len, position, wdf, &b->cause) == XAP_OK;
}

static bool take_boolean(void *user, const char *term, size_t len)
{
    mg_builder *b = user;
    return xap_document_add_boolean_term(b->document, term, len, &b->cause) == XAP_OK;
}

static bool take_value(void *user, uint32_t slot, const char *data, size_t len)
{
    mg_builder *b = user;
    return xap_document_add_value(b->document, slot, data, len, &b->cause) == XAP_OK;
}

/* Makes the entry a document. */
static bool fill_document(mg_builder *builder, const mg_entry *entry)
{
    char size[24];
    const mg_term_sink sink = {take_posting, take_boolean, take_value, builder};
    const char *hash = (const char *)entry->hash;
    int digits = snprintf(size, sizeof size, "%" PRIu64, entry->size);
    return xap_document_clear(builder->document, &builder->cause) == XAP_OK &&
           mg_terms_emit(entry->article, &sink) &&
           take_value(builder, MG_SLOT_HASH, hash, MG_HASH_SIZE) &&
           take_value(builder, MG_SLOT_SIZE, size, (size_t)digits) &&
           xap_document_set_data(builder->document, entry->packed.data, entry->packed.len,
                                 &builder->cause) == XAP_OK;
}

static morgue_status builder_put(mg_builder *builder, const mg_entry *entry, uint32_t replaced,
                                 morgue_error *err)
{
    xap_status status;
    if (!fill_document(builder, entry))
        return mg_fail_xap(err, &builder->cause);
    if (replaced)
        status = xap_writer_replace(builder->writer, replaced, builder->document, &builder->cause);
    else
        status = xap_writer_add(builder->writer, builder->document, NULL, &builder->cause);
    if (status != XAP_OK)
        return mg_fail_xap(err, &builder->cause);
    builder->pending += entry->size;
    return MORGUE_OK;
}

static morgue_status builder_remove(mg_builder *builder, uint32_t docid, morgue_error *err)
{
    xap_error cause;
    if (xap_writer_delete(builder->writer, docid, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    return MORGUE_OK;
}

/* ---- Metadata, commit --------------------------------------------------------------------- */

static morgue_status builder_get_meta(mg_builder *builder, const char *key, mg_buffer *ret,
                                      morgue_error *err)
{
    xap_error cause;
    xap_string value = {0};
    const xap_database *db = xap_writer_database(builder->writer);
    if (xap_database_metadata(db, key, &value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    bool fits = mg_buffer_append(ret, value.data ? value.data : "", value.len);
    xap_string_free(&value);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

static morgue_status builder_set_meta(mg_builder *builder, const char *key, morgue_text value,
                                      morgue_error *err)
{
    xap_error cause;
    if (xap_writer_set_metadata(builder->writer, key, value.data, value.len, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    return MORGUE_OK;
}

static bool builder_full(const mg_builder *builder)
{
    return builder->pending >= builder->batch;
}

static morgue_status builder_commit(mg_builder *builder, morgue_error *err)
{
    xap_error cause;
    if (xap_writer_commit(builder->writer, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    builder->pending = 0;
    return MORGUE_OK;
}

const mg_builder_kind mg_xapian_builder = {
    .name = "xapian",
    .open = builder_open,
    .free = builder_free,
    .find = builder_find,
    .put = builder_put,
    .remove = builder_remove,
    .get_meta = builder_get_meta,
    .set_meta = builder_set_meta,
    .full = builder_full,
    .commit = builder_commit,
};
