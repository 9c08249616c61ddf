#include "indexer/tagger/train/builder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_hash(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    return x->hash != y->hash ? (x->hash < y->hash ? -1 : 1)
                              : (x->row > y->row) - (x->row < y->row);
}

/* About ten bits of the filter for each key: it is wrong about one hash in ten. */
static uint32_t filter_bits(size_t n)
{
    uint32_t bits = 64;
    while (bits < 8 * n)
        bits *= 2;
    return bits;
}

static void place(mg_table_slot *slots, uint32_t n_slots, const keyed *key)
{
    uint32_t i = mg_table_first(key->hash, n_slots);
    while (slots[i].print)
        i = i + 1 == n_slots ? 0 : i + 1;
    slots[i] = (mg_table_slot){mg_table_print(key->hash), key->row};
}

/* The filter and the slots of the keys. */
static bool put_index(mg_buffer *out, const keyed *keys, size_t n, uint32_t n_slots, uint32_t bits)
{
    mg_table_slot *slots = calloc(n_slots, sizeof *slots);
    uint8_t *filter = calloc(1, bits / 8);
    bool fits = slots && filter;
    for (size_t i = 0; fits && i < n; i++) {
        uint32_t bit = mg_table_bit(keys[i].hash, bits - 1);
        filter[bit / 8] |= (uint8_t)(1u << bit % 8);
        place(slots, n_slots, &keys[i]);
    }
    fits = fits && mg_buffer_append(out, filter, bits / 8) &&
           mg_buffer_append(out, slots, n_slots * sizeof *slots);
    free(slots);
    free(filter);
    return fits;
}

bool builder_table(builder *b, mg_section section, keyed *keys, size_t n, const void *payload,
                   size_t row_size, size_t n_rows)
{
    mg_buffer *out = &b->sections[section];
    uint32_t n_slots = (uint32_t)(n + n / 2 + 1), bits = filter_bits(n);
    const uint32_t head[4] = {n_slots, (uint32_t)n_rows, bits, 0};
    if (n)
        qsort(keys, n, sizeof *keys, by_hash);
    mg_buffer_clear(out);
    bool fits = mg_buffer_append(out, head, sizeof head) && put_index(out, keys, n, n_slots, bits);
    while (fits && out->len % MG_MODEL_ALIGN)
        fits = mg_buffer_append_byte(out, 0);
    return fits && mg_buffer_append(out, payload, row_size * n_rows);
}

bool builder_file(builder *b, mg_section section, const char *path)
{
    char block[65536];
    FILE *file = fopen(path, "rb");
    bool fits = file != NULL;
    for (size_t n; fits && (n = fread(block, 1, sizeof block, file));)
        fits = mg_buffer_append(&b->sections[section], block, n);
    if (!fits)
        perror(path);
    if (file)
        fclose(file);
    return fits;
}

bool builder_write(const builder *b, const char *path)
{
    static const char zeros[MG_MODEL_ALIGN];
    FILE *file = fopen(path, "wb");
    if (!file) {
        perror(path);
        return false;
    }
    uint32_t head[2] = {MG_MODEL_VERSION, MG_SECTION_COUNT};
    fwrite("MGTAGGER", 1, 8, file);
    fwrite(head, sizeof head, 1, file);
    uint64_t offset = 16 + MG_SECTION_COUNT * 24;
    uint64_t first = offset = (offset + MG_MODEL_ALIGN - 1) / MG_MODEL_ALIGN * MG_MODEL_ALIGN;
    for (uint32_t i = 0; i < MG_SECTION_COUNT; i++) {
        uint32_t name[2] = {i, 0};
        uint64_t place[2] = {offset, b->sections[i].len};
        fwrite(name, sizeof name, 1, file);
        fwrite(place, sizeof place, 1, file);
        offset = (offset + place[1] + MG_MODEL_ALIGN - 1) / MG_MODEL_ALIGN * MG_MODEL_ALIGN;
    }
    fwrite(zeros, 1, first - 16 - MG_SECTION_COUNT * 24, file);
    for (uint32_t i = 0; i < MG_SECTION_COUNT; i++) {
        size_t len = b->sections[i].len;
        if (len)
            fwrite(b->sections[i].data, 1, len, file);
        fwrite(zeros, 1, (MG_MODEL_ALIGN - len % MG_MODEL_ALIGN) % MG_MODEL_ALIGN, file);
    }
    bool wrote = !ferror(file);
    if (fclose(file) == 0 && wrote)
        return true;
    perror(path);
    return false;
}

void builder_free(builder *b)
{
    for (int i = 0; i < MG_SECTION_COUNT; i++)
        mg_buffer_free(&b->sections[i]);
}
