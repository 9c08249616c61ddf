#include "indexer/build/updater.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "archive/field.h"
#include "archive/path.h"
#include "archive/revision.h"
#include "archive/shard.h"
#include "indexer/build/terms.h"
#include "indexer/build/unshare.h"
#include "xapian/xapian_c.h"

/* What Xapian keeps in memory for a byte of text until it is committed; measured: 36 MB of news
 * took 367 MB. */
enum { MEMORY_PER_TEXT_BYTE = 10 };
#define NO_FLUSH (1u << 30) /* documents: commits are ours to decide */

struct mg_updater {
    char *path;
    xap_writer *writer;
    xap_document *document;
    uint64_t pending; /* bytes of text since the last commit */
    xap_error cause;  /* of the failure that stopped the emitting of terms */
};

void mg_updater_free(mg_updater *updater)
{
    if (!updater)
        return;
    xap_document_free(updater->document);
    xap_writer_free(updater->writer);
    free(updater->path);
    free(updater);
}

static morgue_status open_writer(const char *path, unsigned flags, mg_updater **ret,
                                 morgue_error *err)
{
    xap_error cause;
    mg_updater *updater = calloc(1, sizeof *updater);
    if (updater)
        updater->path = strdup(path);
    if (!updater || !updater->path) {
        mg_updater_free(updater);
        return mg_fail_memory(err);
    }
    if (xap_document_new(&updater->document, &cause) != XAP_OK ||
        xap_writer_open(path, flags, NO_FLUSH, &updater->writer, &cause) != XAP_OK) {
        mg_updater_free(updater);
        return mg_fail_xap(err, &cause);
    }
    *ret = updater;
    return MORGUE_OK;
}

morgue_status mg_updater_open(const char *path, mg_updater **ret, morgue_error *err)
{
    morgue_status status = mg_unshare(path, err);
    return status == MORGUE_OK ? open_writer(path, XAP_OPEN, ret, err) : status;
}

morgue_status mg_updater_create(const char *path, mg_updater **ret, morgue_error *err)
{
    return open_writer(path, XAP_CREATE, ret, err);
}

uint64_t mg_updater_memory(const mg_updater *updater)
{
    return updater->pending * MEMORY_PER_TEXT_BYTE;
}

/* ---- Adding ------------------------------------------------------------------------------- */

static bool take_posting(void *user, const char *term, size_t len, uint32_t position, uint32_t wdf)
{
    mg_updater *b = user;
    return xap_document_add_posting(b->document, term, len, position, wdf, &b->cause) == XAP_OK;
}

static bool take_boolean(void *user, const char *term, size_t len)
{
    mg_updater *b = user;
    return xap_document_add_boolean_term(b->document, term, len, &b->cause) == XAP_OK;
}

static bool take_value(void *user, uint32_t slot, const char *data, size_t len)
{
    mg_updater *b = user;
    return xap_document_add_value(b->document, slot, data, len, &b->cause) == XAP_OK;
}

static bool put_source(mg_updater *updater, uint64_t source)
{
    char bytes[MG_SOURCE_SIZE];
    mg_source_put(source, bytes);
    return !source || take_value(updater, MG_SLOT_SOURCE, bytes, sizeof bytes);
}

static bool put_revision(mg_updater *updater, uint64_t revision)
{
    char bytes[MG_REVISION_SIZE];
    size_t len = mg_revision_put(revision, bytes);
    return !len || take_value(updater, MG_SLOT_REVISION, bytes, len);
}

/* Makes the entry a document. */
static bool fill_document(mg_updater *updater, const mg_entry *entry)
{
    char size[24];
    const mg_term_sink sink = {take_posting, take_boolean, take_value, updater};
    const char *hash = (const char *)entry->hash;
    int digits = snprintf(size, sizeof size, "%" PRIu64, entry->size);
    return xap_document_clear(updater->document, &updater->cause) == XAP_OK &&
           mg_terms_emit(entry->article, &sink) &&
           take_value(updater, MG_SLOT_HASH, hash, MG_HASH_SIZE) &&
           take_value(updater, MG_SLOT_SIZE, size, (size_t)digits) &&
           put_source(updater, entry->source) && put_revision(updater, entry->revision) &&
           xap_document_set_data(updater->document, entry->packed.data, entry->packed.len,
                                 &updater->cause) == XAP_OK;
}

morgue_status mg_updater_put(mg_updater *updater, const mg_entry *entry, uint32_t replaced,
                             uint32_t *ret_docid, morgue_error *err)
{
    xap_status status;
    if (!fill_document(updater, entry))
        return mg_fail_xap(err, &updater->cause);
    uint32_t docid = replaced;
    if (replaced)
        status = xap_writer_replace(updater->writer, replaced, updater->document, &updater->cause);
    else
        status = xap_writer_add(updater->writer, updater->document, &docid, &updater->cause);
    if (status != XAP_OK)
        return mg_fail_xap(err, &updater->cause);
    updater->pending += entry->size;
    *ret_docid = docid;
    return MORGUE_OK;
}

morgue_status mg_updater_remove(mg_updater *updater, uint32_t docid, morgue_error *err)
{
    xap_error cause;
    if (xap_writer_delete(updater->writer, docid, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    return MORGUE_OK;
}

/* ---- Metadata, commit --------------------------------------------------------------------- */

morgue_status mg_updater_get_meta(mg_updater *updater, const char *key, mg_buffer *ret,
                                  morgue_error *err)
{
    xap_error cause;
    xap_string value = {0};
    const xap_database *db = xap_writer_database(updater->writer);
    if (xap_database_metadata(db, key, &value, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    bool fits = mg_buffer_append(ret, value.data ? value.data : "", value.len);
    xap_string_free(&value);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_updater_set_meta(mg_updater *updater, const char *key, morgue_text value,
                                  morgue_error *err)
{
    xap_error cause;
    if (xap_writer_set_metadata(updater->writer, key, value.data, value.len, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    return MORGUE_OK;
}

morgue_status mg_updater_get_number(mg_updater *updater, const char *key, uint64_t *ret,
                                    morgue_error *err)
{
    return mg_meta_number_of(xap_writer_database(updater->writer), key, ret, err);
}

morgue_status mg_updater_set_number(mg_updater *updater, const char *key, uint64_t number,
                                    morgue_error *err)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%" PRIu64, number);
    return mg_updater_set_meta(updater, key, (morgue_text){digits, (size_t)len}, err);
}

/* Xapian renames the file that makes the commit, and leaves the name to the system. */
morgue_status mg_updater_commit(mg_updater *updater, morgue_error *err)
{
    xap_error cause;
    if (xap_writer_commit(updater->writer, &cause) != XAP_OK)
        return mg_fail_xap(err, &cause);
    updater->pending = 0;
    return mg_folder_sync(updater->path, err);
}
