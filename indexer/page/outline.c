#include "indexer/page/outline.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

/* Links longer than this are none. */
static const float LINK_WORDS_MAX = 80;

/* Where the walk is. */
typedef struct walk {
    mg_outline *outline;
    uint32_t box;        /* the innermost that is open */
    mg_block *open;      /* the block that text is added to; NULL: none. Valid until one is added */
    unsigned breaks;     /* <br> since the last text */
    const mg_node *link; /* the outermost <a> that is open */
    float in_link;       /* words since it was opened: one that is never closed holds the page */
} walk;

bool mg_is_no_text(const mg_node *element)
{
    switch (element->tag) {
    case MG_TAG_SCRIPT:
    case MG_TAG_STYLE:
    case MG_TAG_NOSCRIPT:
    case MG_TAG_TEMPLATE:
    case MG_TAG_HEAD:
    case MG_TAG_TITLE:
    case MG_TAG_IFRAME:
    case MG_TAG_FRAME:
    case MG_TAG_FRAMESET:
    case MG_TAG_OBJECT:
    case MG_TAG_EMBED:
    case MG_TAG_AUDIO:
    case MG_TAG_VIDEO:
    case MG_TAG_CANVAS:
    case MG_TAG_SVG:
    case MG_TAG_SELECT:
    case MG_TAG_OPTION:
    case MG_TAG_TEXTAREA:
    case MG_TAG_BUTTON:
    case MG_TAG_LABEL:
    case MG_TAG_LEGEND:
    case MG_TAG_DEL: return true;
    default: return false;
    }
}

/* Elements within lines. Unknown ones too: those that frame texts have boxes in them. */
static bool is_inline(mg_tag tag)
{
    switch (tag) {
    case MG_TAG_NONE:
    case MG_TAG_A:
    case MG_TAG_ABBR:
    case MG_TAG_AMP_IMG:
    case MG_TAG_B:
    case MG_TAG_BR:
    case MG_TAG_CITE:
    case MG_TAG_CODE:
    case MG_TAG_EM:
    case MG_TAG_FONT:
    case MG_TAG_I:
    case MG_TAG_IMG:
    case MG_TAG_INPUT:
    case MG_TAG_INS:
    case MG_TAG_MARK:
    case MG_TAG_PICTURE:
    case MG_TAG_Q:
    case MG_TAG_S:
    case MG_TAG_SMALL:
    case MG_TAG_SOURCE:
    case MG_TAG_SPAN:
    case MG_TAG_STRONG:
    case MG_TAG_SUB:
    case MG_TAG_SUP:
    case MG_TAG_TIME:
    case MG_TAG_U: return true;
    default: return false;
    }
}

/* ---- The lists ----------------------------------------------------------------------------- */

static bool grow(void **list, uint32_t n, uint32_t *room, size_t size)
{
    if (n < *room)
        return true;
    uint32_t more = *room ? *room * 2 : 512;
    void *grown = more > *room ? realloc(*list, more * size) : NULL;
    if (!grown)
        return false;
    *list = grown;
    *room = more;
    return true;
}

static bool open_box(walk *w, const mg_node *node, mg_role role)
{
    mg_outline *o = w->outline;
    if (!grow((void **)&o->boxes, o->n_boxes, &o->room_boxes, sizeof *o->boxes))
        return false;
    w->open = NULL;
    o->boxes[o->n_boxes] =
        (mg_box){.node = node, .parent = w->box, .blocks = o->n_blocks, .role = role};
    w->box = o->n_boxes++;
    return true;
}

static void close_box(walk *w)
{
    mg_box *box = &w->outline->boxes[w->box];
    box->end = w->outline->n_boxes;
    box->blocks_end = w->outline->n_blocks;
    w->box = box->parent;
    w->open = NULL;
    w->breaks = 0;
}

static bool is_blank(morgue_text text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != ' ' && (text.data[i] < '\t' || text.data[i] > '\r') &&
            !(text.data[i] == '\xC2' && i + 1 < text.len && text.data[i + 1] == '\xA0' && ++i))
            return false;
    return true;
}

static bool add_text(walk *w, const mg_node *run)
{
    mg_outline *o = w->outline;
    if (is_blank(run->text))
        return true;
    if (w->breaks > 1)
        w->open = NULL;
    if (!w->open) {
        if (!grow((void **)&o->blocks, o->n_blocks, &o->room_blocks, sizeof *o->blocks))
            return false;
        w->open = &o->blocks[o->n_blocks++];
        *w->open = (mg_block){.first = run, .box = w->box};
    }
    w->breaks = 0;
    w->open->last = run;
    w->open->bytes += run->text.len < UINT32_MAX / 2 ? (uint32_t)run->text.len : 0;
    float words = w->open->text.words;
    mg_measure_add(&w->open->text, run->text, w->link && w->in_link < LINK_WORDS_MAX);
    w->in_link += w->open->text.words - words;
    return true;
}

/* ---- The walk ------------------------------------------------------------------------------ */

/* Enters an element; false in *ret_down: what is in it is passed over. */
static bool enter(walk *w, const mg_node *node, bool *ret_down)
{
    *ret_down = true;
    if (!node->name)
        return add_text(w, node);
    if (node->tag == MG_TAG_BR) {
        w->breaks++;
        return true;
    }
    if (mg_is_no_text(node)) {
        *ret_down = false;
        return true;
    }
    mg_role role = mg_role_of(node);
    if (!is_inline(node->tag) || (role > MG_ROLE_CONTENT && !w->open && node->first))
        return open_box(w, node, role);
    if (role == MG_ROLE_HIDDEN)
        *ret_down = false;
    if (node->tag == MG_TAG_A && !w->link && mg_node_attribute(node, "href").len)
        w->link = node;
    w->in_link = w->link == node ? 0 : w->in_link;
    return true;
}

static void leave(walk *w, const mg_node *node)
{
    if (node == w->link)
        w->link = NULL;
    if (w->outline->boxes[w->box].node == node)
        close_box(w);
}

morgue_status mg_outline_make(mg_outline *outline, const mg_node *root, morgue_error *err)
{
    walk w = {.outline = outline};
    const mg_node *node = root;
    bool down = true;
    outline->n_boxes = outline->n_blocks = 0;
    outline->root = root;
    if (!open_box(&w, root, MG_ROLE_NONE))
        return mg_fail_memory(err);
    while (node) {
        if (node != root && !enter(&w, node, &down))
            return mg_fail_memory(err);
        if (down && node->first) {
            node = node->first;
            continue;
        }
        down = true;
        while (node != root && !node->next) {
            leave(&w, node);
            node = node->parent;
        }
        leave(&w, node);
        node = node == root ? NULL : node->next;
    }
    return MORGUE_OK;
}

void mg_outline_free(mg_outline *outline)
{
    free(outline->boxes);
    free(outline->blocks);
    *outline = (mg_outline){0};
}

const mg_node *mg_text_on(const mg_node *root, const mg_node *node)
{
    bool over = node->name && (mg_is_no_text(node) || mg_role_of(node) == MG_ROLE_HIDDEN);
    return over ? mg_node_over(root, node) : mg_node_on(root, node);
}
