#include "indexer/formats/format.h"

#include <string.h>
#include <xxhash.h>

#include "indexer/formats/foreign.h"

#define MG_FORMAT(NAME) extern const mg_format mg_format_##NAME;
#include "indexer/formats/formats.def"
#undef MG_FORMAT

static const mg_format *const formats[] = {
#define MG_FORMAT(NAME) &mg_format_##NAME,
#include "indexer/formats/formats.def"
#undef MG_FORMAT
};

/* Raise it when a format reads the same bytes in another way. */
enum { READING_VERSION = 4 };

/* A raw format may leave parts of its file to the caller's. */
static uint64_t salt_of_formats(const mg_reader *reader)
{
    const mg_format *format = reader->format;
    uint64_t salt = XXH3_64bits_withSeed(format->name, strlen(format->name), READING_VERSION);
    salt += format->own != NULL;
    for (size_t i = 0; format->raw && reader->own && i < reader->own->count; i++) {
        const char *name = reader->own->list[i].name;
        salt = XXH3_64bits_withSeed(name, strlen(name), salt);
    }
    return salt;
}

uint64_t mg_reader_salt(const mg_reader *reader)
{
    uint64_t salt = salt_of_formats(reader);
    for (size_t i = 0; i < reader->n_mappings; i++) {
        const morgue_mapping *m = &reader->mappings[i];
        salt = XXH3_64bits_withSeed(m->key, strlen(m->key), salt + (uint64_t)m->field);
    }
    const morgue_text outside[] = {reader->context.url, reader->context.date,
                                   reader->context.charset};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        if (outside[i].len)
            salt = XXH3_64bits_withSeed(outside[i].data, outside[i].len, salt + i);
    return salt;
}

bool mg_reader_knows(mg_reader *reader, morgue_text bytes)
{
    reader->source = XXH3_64bits_withSeed(bytes.data, bytes.len, reader->salt);
    reader->source += !reader->source;
    return reader->is_known && reader->is_known(reader->user, reader->source);
}

const mg_format *mg_format_at(size_t i)
{
    return i < sizeof formats / sizeof *formats ? formats[i] : NULL;
}

/* The caller's come first, then those of formats.def. */
static const mg_format *one_of(const mg_formats *own, size_t i)
{
    size_t before = own ? own->count : 0;
    return i < before ? &own->list[i] : mg_format_at(i - before);
}

const mg_format *mg_format_named(const mg_formats *own, const char *name)
{
    const mg_format *format;
    for (size_t i = 0; (format = one_of(own, i)); i++)
        if (strcmp(format->name, name) == 0)
            return format;
    return NULL;
}

const mg_format *mg_format_recognise(const mg_formats *own, morgue_text raw, morgue_text text,
                                     const char *path, mg_bid *ret_bid)
{
    const mg_format *format, *best = NULL;
    mg_bid highest = MG_NO_BID;
    for (size_t i = 0; (format = one_of(own, i)); i++) {
        morgue_text head = format->raw ? raw : text;
        mg_bid bid =
            format->own ? mg_foreign_bid(format->own, head, path) : format->bid(head, path);
        if (bid.sure > highest.sure) {
            highest = bid;
            best = format;
        }
    }
    if (best && ret_bid)
        *ret_bid = highest;
    return best;
}

bool morgue_format_at(size_t i, morgue_format_info *ret)
{
    const mg_format *format = mg_format_at(i);
    if (!format)
        return false;
    *ret = (morgue_format_info){format->name, format->description, format->extensions};
    return true;
}
