/* The terms of a shard: the keys of the first chunks in the table of postings. Between them lie the
 * later chunks of long lists; metadata, values and lengths come before all of them. */
#include <stdlib.h>
#include <string.h>

#include "archive/glass/glass.h"
#include "archive/glass/unpack.h"

enum {
    PATIENCE = 16,  /* chunks of one list that are walked over before they are jumped over */
    EMBEDDED = 0xFF /* behind a zero byte that belongs to a term */
};

typedef struct glass_terms {
    mg_terms face;
    mg_cursor cursor; /* on the item to look at next */
    mg_buffer tag;
    size_t jumped_len;
    uint8_t jumped[MG_GLASS_KEY_MAX + 2]; /* the key last jumped to */
    uint8_t prefix_len;
    uint8_t prefix[MG_GLASS_KEY_MAX];
    char term[MG_GLASS_KEY_MAX + 1];
} glass_terms;

static int compare(const uint8_t *a, size_t a_len, const uint8_t *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    return order ? order : (a_len > b_len) - (a_len < b_len);
}

/* Does the zero byte there belong to the term? */
static bool is_embedded(const mg_item *item, size_t at)
{
    return at + 1 < item->key_len && item->key[at + 1] == EMBEDDED;
}

/* The term in the form that keys have, cut to the longest key: no term is that long. */
static size_t make_key(uint8_t key[MG_GLASS_KEY_MAX], const char *term, size_t len)
{
    uint8_t whole[2 * MG_GLASS_KEY_MAX];
    size_t size = (size_t)(mg_glass_put_sortstr(whole, term,
                                                len < MG_GLASS_KEY_MAX ? len : MG_GLASS_KEY_MAX) -
                           whole);
    if (size > MG_GLASS_KEY_MAX)
        size = MG_GLASS_KEY_MAX;
    memcpy(key, whole, size);
    return size;
}

mg_terms *mg_glass_terms_open(mg_index *index, const char *prefix, size_t len)
{
    static const uint8_t least[] = {0, EMBEDDED}; /* what is less is no term */
    glass_terms *terms = malloc(sizeof *terms);
    if (!terms)
        return NULL;
    terms->face.index = index;
    terms->tag = (mg_buffer){0};
    terms->jumped_len = 0;
    terms->prefix_len = (uint8_t)make_key(terms->prefix, prefix, len);
    mg_cursor_init(&terms->cursor, &((mg_glass *)index)->tables[MG_BASE_POSTLIST]);
    if (len)
        mg_cursor_find(&terms->cursor, terms->prefix, terms->prefix_len);
    else
        mg_cursor_find(&terms->cursor, least, sizeof least);
    return &terms->face;
}

void mg_glass_terms_free(mg_terms *face)
{
    glass_terms *terms = (glass_terms *)face;
    mg_buffer_free(&terms->tag);
    free(terms);
}

/* Copies the term of a first chunk's key; false for the key of a later chunk: there a zero byte
 * that does not belong to the term ends it. */
static bool copy_term(glass_terms *terms, const mg_item *item, size_t *ret_len)
{
    const uint8_t *key = item->key;
    size_t len = 0;
    if (!memchr(key, 0, item->key_len)) {
        memcpy(terms->term, key, item->key_len);
        terms->term[item->key_len] = '\0';
        *ret_len = item->key_len;
        return true;
    }
    for (size_t i = 0; i < item->key_len; i += key[i] ? 1 : 2) {
        if (key[i] == 0 && !is_embedded(item, i))
            return false;
        terms->term[len++] = (char)key[i];
    }
    terms->term[len] = '\0';
    *ret_len = len;
    return true;
}

/* The number that a first chunk begins with; it may be in several components, too. */
static bool read_frequency(glass_terms *terms, const mg_item *item, uint32_t *ret)
{
    const uint8_t *at = item->part;
    size_t len = item->part_len;
    if ((!item->last || item->compressed) &&
        !mg_cursor_tag(&terms->cursor, item, &terms->tag, &at, &len))
        return false;
    if (mg_glass_get_uint(&at, at + len, ret))
        return true;
    return mg_btree_damaged(terms->cursor.tree, "a term has no frequency");
}

/* Behind the chunks of the term: a zero byte follows it in their keys, and no 0xFF that. The places
 * to jump to rise, so that even in a table out of order there is an end. */
static bool jump(glass_terms *terms, const mg_item *item)
{
    uint8_t key[MG_GLASS_KEY_MAX + 2];
    size_t len = 0;
    while (len < item->key_len && (item->key[len] || is_embedded(item, len)))
        len += item->key[len] ? 1 : 2;
    memcpy(key, item->key, len);
    key[len++] = 0;
    key[len++] = EMBEDDED;
    if (terms->jumped_len && compare(key, len, terms->jumped, terms->jumped_len) <= 0)
        return mg_btree_damaged(terms->cursor.tree, "its keys are out of order");
    memcpy(terms->jumped, key, len);
    terms->jumped_len = len;
    mg_cursor_find(&terms->cursor, key, len);
    return true;
}

static bool has_prefix(const glass_terms *terms, const mg_item *item)
{
    return item->key_len >= terms->prefix_len &&
           (!terms->prefix_len || memcmp(item->key, terms->prefix, terms->prefix_len) == 0);
}

bool mg_glass_terms_next(mg_terms *face, morgue_text *ret, uint32_t *ret_frequency)
{
    glass_terms *terms = (glass_terms *)face;
    mg_item item;
    size_t len;
    unsigned walked = 0;
    while (mg_cursor_item(&terms->cursor, &item) && has_prefix(terms, &item)) {
        if (item.first && copy_term(terms, &item, &len)) {
            if (!read_frequency(terms, &item, ret_frequency))
                break;
            mg_cursor_next(&terms->cursor);
            *ret = (morgue_text){terms->term, len};
            return true;
        }
        if (++walked % PATIENCE != 0)
            mg_cursor_next(&terms->cursor);
        else if (!jump(terms, &item))
            break;
    }
    terms->cursor.leaf = NULL;
    return false;
}

void mg_glass_terms_seek(mg_terms *face, const char *term, size_t len)
{
    glass_terms *terms = (glass_terms *)face;
    uint8_t key[MG_GLASS_KEY_MAX];
    mg_item item;
    size_t size = make_key(key, term, len);
    if (!mg_cursor_item(&terms->cursor, &item))
        return;
    if (compare(key, size, item.key, item.key_len) > 0)
        mg_cursor_find_near(&terms->cursor, key, size);
}
