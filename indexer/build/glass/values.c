/* Value slots. Source of the format: Xapian 1.4.22, backends/glass/glass_values.cc. */
#include <stdlib.h>
#include <string.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "indexer/build/glass/postlist.h"

/* Before each packed chunk. */
typedef struct chunk {
    uint32_t first; /* docid */
    uint32_t len;
} chunk;

struct mg_glass_values {
    uint32_t slot;
    uint32_t count;
    uint32_t last; /* docid */
    size_t open;   /* where the open chunk begins */
    mg_buffer packed;
    mg_buffer least, greatest;
};

morgue_status mg_glass_values_new(uint32_t slot, mg_glass_values **ret, morgue_error *err)
{
    if (slot == UINT32_MAX)
        return mg_fail(err, MORGUE_INVALID, "value slot %u", slot);
    mg_glass_values *values = calloc(1, sizeof *values);
    if (!values)
        return mg_fail_memory(err);
    values->slot = slot;
    *ret = values;
    return MORGUE_OK;
}

void mg_glass_values_free(mg_glass_values *values)
{
    if (!values)
        return;
    mg_buffer_free(&values->packed);
    mg_buffer_free(&values->least);
    mg_buffer_free(&values->greatest);
    free(values);
}

size_t mg_glass_values_memory(const mg_glass_values *values)
{
    return sizeof *values + values->packed.cap + values->least.cap + values->greatest.cap;
}

/* ---- Gathering ---------------------------------------------------------------------------- */

static int compare(const void *a, size_t a_len, const void *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

static bool keep(mg_buffer *bound, const void *data, size_t len)
{
    mg_buffer_clear(bound);
    return mg_buffer_append(bound, data, len);
}

static bool note_bounds(mg_glass_values *values, const void *data, size_t len)
{
    bool first = values->count == 0;
    if ((first || compare(data, len, values->least.data, values->least.len) < 0) &&
        !keep(&values->least, data, len))
        return false;
    if (first || compare(data, len, values->greatest.data, values->greatest.len) > 0)
        return keep(&values->greatest, data, len);
    return true;
}

/* Room for all of it has been made. */
static void pack(mg_glass_values *values, uint32_t docid, const void *data, size_t len)
{
    uint8_t number[2 * MG_GLASS_UINT_ROOM];
    uint8_t *at = number;
    mg_buffer *packed = &values->packed;
    chunk head = {.first = docid};
    if (values->count == 0 || packed->len - values->open >= MG_GLASS_CHUNK + sizeof head) {
        values->open = packed->len;
        mg_buffer_append(packed, &head, sizeof head);
    } else {
        at = mg_glass_put_uint(at, docid - values->last - 1);
    }
    at = mg_glass_put_uint(at, len);
    mg_buffer_append(packed, number, (size_t)(at - number));
    mg_buffer_append(packed, data, len);
    memcpy(&head, packed->data + values->open, sizeof head);
    head.len = (uint32_t)(packed->len - values->open - sizeof head);
    memcpy(packed->data + values->open, &head, sizeof head);
}

morgue_status mg_glass_values_add(mg_glass_values *values, uint32_t docid, const void *data,
                                  size_t len, morgue_error *err)
{
    if (len == 0)
        return MORGUE_OK;
    if (docid <= values->last)
        return mg_fail(err, MORGUE_INVALID, "a value of document %u added behind %u", docid,
                       values->last);
    if (len > MG_BUFFER_MAX ||
        !mg_buffer_reserve(&values->packed, len + sizeof(chunk) + 2 * MG_GLASS_UINT_ROOM) ||
        !note_bounds(values, data, len))
        return mg_fail_memory(err);
    pack(values, docid, data, len);
    values->count++;
    values->last = docid;
    return MORGUE_OK;
}

/* ---- Writing ------------------------------------------------------------------------------ */

static morgue_status write_stats(const mg_glass_values *values, mg_glass_table *table,
                                 mg_buffer *tag, morgue_error *err)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    uint8_t head[2 * MG_GLASS_UINT_ROOM];
    const mg_buffer *least = &values->least, *greatest = &values->greatest;
    bool same = compare(least->data, least->len, greatest->data, greatest->len) == 0;
    uint8_t *at = mg_glass_put_uint(mg_glass_put_uint(head, values->count), least->len);
    mg_buffer_clear(tag);
    if (!mg_buffer_append(tag, head, (size_t)(at - head)) ||
        !mg_buffer_append(tag, least->data, least->len) ||
        (!same && !mg_buffer_append(tag, greatest->data, greatest->len)))
        return mg_fail_memory(err);
    return mg_glass_table_put(table, key, mg_glass_key_value_stats(key, values->slot), tag->data,
                              tag->len, false, err);
}

static morgue_status write_chunks(const mg_glass_values *values, mg_glass_table *table,
                                  morgue_error *err)
{
    uint8_t key[MG_GLASS_KEY_MAX];
    morgue_status status = MORGUE_OK;
    chunk head;
    for (size_t at = 0; at < values->packed.len && status == MORGUE_OK; at += head.len) {
        memcpy(&head, values->packed.data + at, sizeof head);
        at += sizeof head;
        size_t len = mg_glass_key_value_chunk(key, values->slot, head.first);
        status =
            mg_glass_table_put(table, key, len, values->packed.data + at, head.len, false, err);
    }
    return status;
}

static int by_stats_key(const void *a, const void *b)
{
    uint8_t x[MG_GLASS_KEY_MAX], y[MG_GLASS_KEY_MAX];
    size_t x_len = mg_glass_key_value_stats(x, (*(mg_glass_values *const *)a)->slot);
    size_t y_len = mg_glass_key_value_stats(y, (*(mg_glass_values *const *)b)->slot);
    return compare(x, x_len, y, y_len);
}

static int by_chunk_key(const void *a, const void *b)
{
    uint8_t x[MG_GLASS_KEY_MAX], y[MG_GLASS_KEY_MAX];
    size_t x_len = mg_glass_key_value_chunk(x, (*(mg_glass_values *const *)a)->slot, 0);
    size_t y_len = mg_glass_key_value_chunk(y, (*(mg_glass_values *const *)b)->slot, 0);
    return compare(x, x_len, y, y_len);
}

morgue_status mg_glass_values_write(mg_glass_values **values, size_t n, mg_glass_table *table,
                                    morgue_error *err)
{
    mg_buffer tag = {0};
    morgue_status status = MORGUE_OK;
    if (n == 0)
        return MORGUE_OK;
    qsort(values, n, sizeof(mg_glass_values *), by_stats_key);
    for (size_t i = 0; i < n && status == MORGUE_OK; i++)
        if (values[i]->count)
            status = write_stats(values[i], table, &tag, err);
    qsort(values, n, sizeof(mg_glass_values *), by_chunk_key);
    for (size_t i = 0; i < n && status == MORGUE_OK; i++)
        status = write_chunks(values[i], table, err);
    mg_buffer_free(&tag);
    return status;
}
