#include "indexer/markup/node.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* ---- The arena ----------------------------------------------------------------------------- */

enum { CHUNK = 64 << 10, ALIGNMENT = 16 };

typedef struct chunk {
    struct chunk *next;
    size_t size;
    size_t used;
    _Alignas(16) char bytes[];
} chunk;

struct mg_markup {
    chunk *chunks; /* the one in use is the first */
    size_t total;
    const mg_node *last_text; /* whose text ends where the arena ends */
};

static chunk *new_chunk(size_t size)
{
    chunk *c = malloc(sizeof *c + size);
    if (c) {
        c->next = NULL;
        c->size = size;
        c->used = 0;
    }
    return c;
}

static void *take(mg_markup *tree, size_t n)
{
    chunk *c = tree->chunks;
    n = (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (!c || c->size - c->used < n) {
        c = new_chunk(n > CHUNK ? n : CHUNK);
        if (!c)
            return NULL;
        c->next = tree->chunks;
        tree->chunks = c;
    }
    void *at = c->bytes + c->used;
    c->used += n;
    tree->total += n;
    return at;
}

static bool keep(mg_markup *tree, morgue_text text, morgue_text *ret)
{
    char *copy = take(tree, text.len + 1);
    if (!copy)
        return false;
    if (text.len)
        memcpy(copy, text.data, text.len);
    copy[text.len] = '\0';
    *ret = (morgue_text){copy, text.len};
    return true;
}

mg_markup *mg_markup_new(void)
{
    return calloc(1, sizeof(mg_markup));
}

static void free_chunks(chunk *c)
{
    while (c) {
        chunk *next = c->next;
        free(c);
        c = next;
    }
}

void mg_markup_free(mg_markup *tree)
{
    if (!tree)
        return;
    free_chunks(tree->chunks);
    free(tree);
}

void mg_markup_clear(mg_markup *tree)
{
    tree->total = 0;
    tree->last_text = NULL;
    if (!tree->chunks)
        return;
    free_chunks(tree->chunks->next);
    tree->chunks->next = NULL;
    tree->chunks->used = 0;
    if (tree->chunks->size > CHUNK) {
        free_chunks(tree->chunks);
        tree->chunks = NULL;
    }
}

size_t mg_markup_size(const mg_markup *tree)
{
    return tree->total;
}

/* ---- Building ------------------------------------------------------------------------------ */

static void hang(mg_node *parent, mg_node *node)
{
    node->parent = parent;
    if (!parent)
        return;
    node->prev = parent->last;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
}

static mg_node *new_node(mg_markup *tree, mg_node *parent)
{
    mg_node *node = take(tree, sizeof *node);
    if (!node)
        return NULL;
    *node = (mg_node){.space = "", .text = {"", 0}};
    hang(parent, node);
    return node;
}

mg_node *mg_markup_element(mg_markup *tree, mg_node *parent, morgue_text name, const char *space)
{
    morgue_text copy;
    if (!keep(tree, name, &copy))
        return NULL;
    mg_node *node = new_node(tree, parent);
    if (!node)
        return NULL;
    node->name = copy.data;
    node->tag = mg_tag_named(copy.data, copy.len);
    node->space = space ? space : "";
    return node;
}

bool mg_markup_attribute(mg_markup *tree, mg_node *element, morgue_text name, const char *space,
                         morgue_text value)
{
    morgue_text key;
    mg_attribute *attribute = take(tree, sizeof *attribute);
    if (!attribute || !keep(tree, name, &key) || !keep(tree, value, &attribute->value))
        return false;
    attribute->name = key.data;
    attribute->space = space ? space : "";
    attribute->next = element->attributes;
    element->attributes = attribute;
    return true;
}

/* A run that parsers hand over in pieces grows in place while nothing came between. */
static bool extend(mg_markup *tree, mg_node *run, morgue_text text)
{
    chunk *c = tree->chunks;
    size_t old = (run->text.len + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t now = (run->text.len + text.len + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    char *at = c->bytes + c->used - old;
    if (tree->last_text == run && at == run->text.data && c->size - c->used >= now - old) {
        memcpy(at + run->text.len, text.data, text.len);
        run->text.len += text.len;
        at[run->text.len] = '\0';
        c->used += now - old;
        tree->total += now - old;
        return true;
    }
    /* grown by half, so that many small pieces do not cost their square */
    size_t room = run->text.len + text.len + run->text.len / 2 + 1;
    char *copy = take(tree, room);
    if (!copy)
        return false;
    memcpy(copy, run->text.data, run->text.len);
    memcpy(copy + run->text.len, text.data, text.len);
    run->text = (morgue_text){copy, run->text.len + text.len};
    copy[run->text.len] = '\0';
    c = tree->chunks;
    size_t used = (run->text.len + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    size_t taken = (room + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    c->used -= taken - used;
    tree->total -= taken - used;
    tree->last_text = run;
    return true;
}

bool mg_markup_text(mg_markup *tree, mg_node *parent, morgue_text text)
{
    if (!text.len)
        return true;
    if (parent->last && !parent->last->name)
        return extend(tree, parent->last, text);
    mg_node *run = new_node(tree, parent);
    if (!run || !keep(tree, text, &run->text))
        return false;
    tree->last_text = run;
    return true;
}

static bool holds(const chunk *c, const char *at)
{
    return (uintptr_t)at >= (uintptr_t)c->bytes && (uintptr_t)at < (uintptr_t)c->bytes + c->size;
}

/* The name is the first that was taken for an element. */
void mg_markup_unhang(mg_markup *markup, mg_node *node)
{
    mg_node *parent = node->parent;
    if (node->prev)
        node->prev->next = NULL;
    else
        parent->first = NULL;
    parent->last = node->prev;
    const char *start = node->name;
    while (!holds(markup->chunks, start)) {
        chunk *next = markup->chunks->next;
        markup->total -= markup->chunks->used;
        free(markup->chunks);
        markup->chunks = next;
    }
    size_t used = (size_t)(start - markup->chunks->bytes);
    markup->total -= markup->chunks->used - used;
    markup->chunks->used = used;
    markup->last_text = NULL;
}

/* ---- Looking ------------------------------------------------------------------------------- */

bool mg_node_is(const mg_node *node, const char *name)
{
    return node && node->name && strcasecmp(node->name, name) == 0;
}

static const mg_node *named_from(const mg_node *node, const char *name, size_t len)
{
    while (node && (!node->name || strncasecmp(node->name, name, len) != 0 || node->name[len]))
        node = node->next;
    return node;
}

const mg_node *mg_node_child(const mg_node *node, const char *name)
{
    return node ? named_from(node->first, name, strlen(name)) : NULL;
}

const mg_node *mg_node_same_next(const mg_node *node)
{
    return named_from(node->next, node->name, strlen(node->name));
}

const mg_node *mg_node_at(const mg_node *node, const char *path)
{
    while (node && *path) {
        size_t n = strcspn(path, "/");
        node = named_from(node->first, path, n);
        path += n;
        path += *path == '/';
    }
    return node;
}

const mg_node *mg_node_over(const mg_node *root, const mg_node *node)
{
    while (node != root && !node->next)
        node = node->parent;
    return node == root ? NULL : node->next;
}

const mg_node *mg_node_on(const mg_node *root, const mg_node *node)
{
    return node->first ? node->first : mg_node_over(root, node);
}

const mg_node *mg_node_find(const mg_node *root, const char *name)
{
    const mg_node *node = root ? mg_node_on(root, root) : NULL;
    while (node && !mg_node_is(node, name))
        node = mg_node_on(root, node);
    return node;
}

morgue_text mg_node_attribute(const mg_node *node, const char *name)
{
    for (const mg_attribute *a = node ? node->attributes : NULL; a; a = a->next)
        if (strcasecmp(a->name, name) == 0)
            return a->value;
    return (morgue_text){"", 0};
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Appends a run with its white space collapsed; *in_out_gap: white space waits to be written. */
static bool append_line(morgue_text text, size_t start, bool *in_out_gap, mg_buffer *ret)
{
    bool ok = true;
    for (size_t i = 0; ok && i < text.len;) {
        size_t begin = i;
        while (i < text.len && is_space(text.data[i]))
            i++;
        *in_out_gap = *in_out_gap || i > begin;
        begin = i;
        while (i < text.len && !is_space(text.data[i]))
            i++;
        if (i == begin)
            break;
        if (*in_out_gap && ret->len > start)
            ok = mg_buffer_append_byte(ret, ' ');
        *in_out_gap = false;
        ok = ok && mg_buffer_append(ret, text.data + begin, i - begin);
    }
    return ok;
}

bool mg_node_line(const mg_node *node, mg_buffer *ret)
{
    bool gap = false, ok = true;
    size_t start = ret->len;
    for (const mg_node *n = node; ok && n; n = mg_node_on(node, n))
        if (!n->name)
            ok = append_line(n->text, start, &gap, ret);
        else
            gap = gap || n->tag == MG_TAG_BR || n->tag == MG_TAG_P;
    return ok;
}
