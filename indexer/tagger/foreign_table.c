/* MG_SECTION_FOREIGN, made by train/foreign.py, numbers little-endian:
 *   u32 languages, names, bytes of strings, entries
 *   mg_foreign_language [], mg_foreign_name [], u32 hashes [entries], strings, u16 values [entries]
 * The hash of a name is the upper half of the run of its units' mg_hash(). */
#include "indexer/tagger/foreign_table.h"

#include <string.h>

enum { NAMES_MAX = MG_FOREIGN_NONE - MG_FOREIGN_NAME };

static bool is_sound(const mg_foreign_table *table, uint32_t strings, uint32_t entries)
{
    for (uint32_t i = 0; i < table->n_languages; i++) {
        const mg_foreign_language *language = &table->languages[i];
        if (language->first > entries || language->entries > entries - language->first ||
            language->mode > MG_FOREIGN_SYLLABLES)
            return false;
    }
    for (uint32_t i = 0; i < table->n_names; i++) {
        const mg_foreign_name *name = &table->names[i];
        if (name->text > strings || name->len > strings - name->text || name->field < 1 ||
            name->field > 3)
            return false;
    }
    for (uint32_t i = 0; i < entries; i++) {
        uint32_t value = table->values[i] & ~(uint32_t)MG_FOREIGN_LONGER;
        if (value != MG_FOREIGN_NONE && value >= MG_FOREIGN_NAME + table->n_names)
            return false;
    }
    return table->n_names <= NAMES_MAX;
}

bool mg_foreign_table_read(morgue_text section, mg_foreign_table *ret)
{
    uint32_t head[4];
    *ret = (mg_foreign_table){0};
    if (!section.len)
        return true;
    if (section.len < sizeof head)
        return false;
    memcpy(head, section.data, sizeof head);
    uint64_t names = sizeof head + head[0] * (uint64_t)sizeof(mg_foreign_language);
    uint64_t hashes = names + head[1] * (uint64_t)sizeof(mg_foreign_name);
    uint64_t strings = hashes + head[3] * UINT64_C(4);
    uint64_t values = strings + head[2];
    if (head[2] % 4 || values + head[3] * UINT64_C(2) > section.len)
        return false;
    const char *data = section.data;
    mg_foreign_table table = {.languages =
                                  (const mg_foreign_language *)(const void *)(data + sizeof head),
                              .names = (const mg_foreign_name *)(const void *)(data + names),
                              .hashes = (const uint32_t *)(const void *)(data + hashes),
                              .strings = data + strings,
                              .values = (const uint16_t *)(const void *)(data + values),
                              .n_languages = head[0],
                              .n_names = head[1]};
    if (!is_sound(&table, head[2], head[3]))
        return false;
    *ret = table;
    return true;
}

const mg_foreign_language *mg_foreign_table_language(const mg_foreign_table *table,
                                                     const char *code)
{
    for (uint32_t i = 0; i < table->n_languages; i++)
        if (strncmp(table->languages[i].code, code, sizeof table->languages[i].code) == 0)
            return &table->languages[i];
    return NULL;
}

uint16_t mg_foreign_table_find(const mg_foreign_table *table, const mg_foreign_language *language,
                               uint32_t hash)
{
    if (!language)
        return MG_FOREIGN_NONE;
    uint32_t low = language->first, end = low + language->entries, high = end;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (table->hashes[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < end && table->hashes[low] == hash ? table->values[low] : MG_FOREIGN_NONE;
}
