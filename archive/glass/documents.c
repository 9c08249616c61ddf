/* What is kept of a document, and metadata.
 * Source of the format: Xapian 1.4.22, backends/glass/glass_termlist.cc. */
#include <string.h>

#include "archive/error.h"
#include "archive/glass/glass.h"
#include "archive/glass/unpack.h"

/* Is there a document of this number? Errors: NOT_FOUND, NO_MEMORY. */
static morgue_status require(mg_glass *glass, uint32_t docid, morgue_error *err)
{
    const mg_lengths *page = mg_index_lengths(&glass->face, docid / MG_WINDOW);
    uint32_t place = docid % MG_WINDOW;
    if (!page)
        return mg_fail_memory(err);
    if (page->present[place / 64] >> place % 64 & 1)
        return MORGUE_OK;
    if (glass->tables[MG_BASE_POSTLIST].damage)
        return mg_glass_fail(glass, err);
    return mg_fail(err, MORGUE_NOT_FOUND, "%s: there is no document %u", glass->path,
                   (unsigned)docid);
}

morgue_status mg_glass_find_tag(mg_glass *glass, mg_cursor *cursor, const uint8_t *key, size_t len,
                                mg_buffer *buffer, const uint8_t **ret, size_t *ret_len,
                                bool *ret_found, morgue_error *err)
{
    mg_btree *tree = cursor->tree;
    mg_item item;
    const char *damage = tree->damage;
    tree->damage = NULL;
    *ret_found = mg_cursor_find_near(cursor, key, len);
    *ret = (const uint8_t *)"";
    *ret_len = 0;
    bool good = !*ret_found || (mg_cursor_item(cursor, &item) &&
                                mg_cursor_tag(cursor, &item, buffer, ret, ret_len));
    good = good && !tree->damage;
    morgue_status status = good ? MORGUE_OK : mg_glass_fail(glass, err);
    tree->damage = damage;
    return status;
}

/* Replaces what is in `ret` by the tag, which may be there already. */
static morgue_status hand_out(const uint8_t *tag, size_t len, mg_buffer *ret, morgue_error *err)
{
    if (len && tag == (const uint8_t *)ret->data)
        return MORGUE_OK;
    mg_buffer_clear(ret);
    return mg_buffer_append(ret, tag, len) ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_glass_record(mg_index *index, uint32_t docid, mg_buffer *ret, morgue_error *err)
{
    mg_glass *glass = (mg_glass *)index;
    uint8_t key[MG_GLASS_KEY_MAX];
    const uint8_t *tag;
    size_t len;
    bool found;
    morgue_status status =
        mg_glass_find_tag(glass, &glass->documents, key, mg_glass_key_document(key, docid), ret,
                          &tag, &len, &found, err);
    if (status == MORGUE_OK && !found)
        status = require(glass, docid, err);
    return status == MORGUE_OK ? hand_out(tag, len, ret, err) : status;
}

morgue_status mg_glass_metadata(mg_index *index, const char *name, mg_buffer *ret,
                                morgue_error *err)
{
    mg_glass *glass = (mg_glass *)index;
    uint8_t key[MG_GLASS_KEY_MAX];
    mg_cursor cursor;
    const uint8_t *tag;
    size_t len;
    bool found;
    size_t key_len = mg_glass_key_metadata(key, name);
    if (key_len == 0)
        return hand_out(NULL, 0, ret, err);
    mg_cursor_init(&cursor, &glass->tables[MG_BASE_POSTLIST]);
    morgue_status status =
        mg_glass_find_tag(glass, &cursor, key, key_len, ret, &tag, &len, &found, err);
    return status == MORGUE_OK ? hand_out(tag, len, ret, err) : status;
}

static bool is_under(const mg_cursor *cursor, const uint8_t *key, size_t len, mg_item *ret)
{
    return mg_cursor_item(cursor, ret) && ret->key_len >= len && memcmp(ret->key, key, len) == 0;
}

/* As in mg_glass_find_tag(), what was found damaged elsewhere does not count. */
morgue_status mg_glass_each_metadata(mg_index *index, const char *from, size_t len,
                                     mg_metadata_fn *fn, void *user, morgue_error *err)
{
    mg_glass *glass = (mg_glass *)index;
    mg_btree *tree = &glass->tables[MG_BASE_POSTLIST];
    uint8_t key[MG_GLASS_KEY_MAX];
    char name[UINT8_MAX + 1]; /* no key is longer */
    mg_cursor cursor;
    mg_item item;
    mg_buffer buffer = {0};
    const uint8_t *tag;
    size_t tag_len, key_len = mg_glass_key_metadata(key, from);
    bool more = true, taken = true;
    const char *damage = tree->damage;
    if (!key_len)
        return MORGUE_OK; /* no key is so long */
    tree->damage = NULL;
    mg_cursor_init(&cursor, tree);
    mg_cursor_find(&cursor, key, key_len);
    while (more && taken && is_under(&cursor, key, len + 2, &item)) {
        const morgue_text told = {name, item.key_len - 2};
        memcpy(name, item.key + 2, told.len);
        more = mg_cursor_tag(&cursor, &item, &buffer, &tag, &tag_len);
        taken = !more || fn(user, told, (morgue_text){(const char *)tag, tag_len});
        more = more && mg_cursor_next(&cursor);
    }
    mg_buffer_free(&buffer);
    bool good = !tree->damage && !tree->starved;
    if (damage)
        tree->damage = damage;
    if (!taken)
        return mg_fail_memory(err);
    return good ? MORGUE_OK : mg_glass_fail(glass, err);
}

/* ---- Terms of a document ------------------------------------------------------------------ */

typedef struct term_list {
    const uint8_t *at, *end;
    uint32_t left; /* terms behind the current */
    uint32_t wdf;
    size_t len;
    char term[UINT8_MAX + 1];
} term_list;

static bool begin(term_list *list)
{
    uint32_t length;
    if (list->at == list->end)
        return true; /* no terms */
    if (!mg_glass_get_uint(&list->at, list->end, &length) ||
        !mg_glass_get_uint(&list->at, list->end, &list->left))
        return false;
    return true;
}

/* A term as what it shares with the one before, and a rest. A small wdf is packed into the length
 * of the shared part, which else is never more than the length of the term before. */
static bool next_term(term_list *list, bool first)
{
    size_t shared = 0, before = list->len;
    bool packed = false;
    list->left--;
    if (!first) {
        if (list->at == list->end)
            return false;
        shared = *list->at++;
        packed = shared > before;
        if (packed) {
            list->wdf = (uint32_t)(shared / (before + 1) - 1);
            shared %= before + 1;
        }
    }
    if (list->at == list->end)
        return false;
    size_t rest = *list->at++;
    if (shared + rest > UINT8_MAX || rest > (size_t)(list->end - list->at))
        return false;
    memcpy(list->term + shared, list->at, rest);
    list->at += rest;
    list->len = shared + rest;
    list->term[list->len] = '\0';
    return packed || mg_glass_get_uint(&list->at, list->end, &list->wdf);
}

bool mg_glass_walk_terms(const uint8_t *tag, size_t tag_len, const char *prefix, mg_term_fn *fn,
                         void *user)
{
    term_list list = {.at = tag, .end = tag + tag_len};
    size_t prefix_len = strlen(prefix);
    if (!begin(&list))
        return false;
    for (bool first = true; list.left > 0; first = false) {
        if (!next_term(&list, first))
            return false;
        size_t common = list.len < prefix_len ? list.len : prefix_len;
        int order = memcmp(list.term, prefix, common);
        if (order > 0)
            return true;
        if (order == 0 && list.len >= prefix_len &&
            !fn(user, (morgue_text){list.term, list.len}, list.wdf))
            return true;
    }
    return true;
}

morgue_status mg_glass_document_terms(mg_index *index, uint32_t docid, const char *prefix,
                                      mg_term_fn *fn, void *user, morgue_error *err)
{
    mg_glass *glass = (mg_glass *)index;
    mg_btree *tree = &glass->tables[MG_BASE_TERMLIST];
    uint8_t key[MG_GLASS_KEY_MAX];
    mg_cursor cursor;
    mg_buffer buffer = {0}; /* its own: what is called may read, too */
    const uint8_t *tag;
    size_t len;
    bool found;
    mg_cursor_init(&cursor, tree);
    morgue_status status = mg_glass_find_tag(glass, &cursor, key, mg_glass_key_document(key, docid),
                                             &buffer, &tag, &len, &found, err);
    if (status == MORGUE_OK && !found)
        status = require(glass, docid, err);
    if (status == MORGUE_OK && !found && !tree->map)
        status = mg_fail(err, MORGUE_INVALID, "%s: has no lists of terms", glass->path);
    if (status == MORGUE_OK && !mg_glass_walk_terms(tag, len, prefix, fn, user)) {
        mg_btree_damaged(tree, "a list of terms cannot be read");
        status = mg_glass_fail(glass, err);
    }
    mg_buffer_free(&buffer);
    return status;
}
