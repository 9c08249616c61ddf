#include "indexer/markup/flow.h"

#include <string.h>
#include <strings.h>

/* What parts the text written from the text to come; the stronger wins. */
typedef enum gap { GAP_NONE, GAP_SPACE, GAP_TAB, GAP_LINE, GAP_PARAGRAPH } gap;

typedef struct flow {
    mg_flow_skip skip;
    void *user;
    mg_buffer *to;
    size_t start; /* of what is written here */
    gap gap;
    bool item;  /* a list item has begun and has no text yet */
    bool lines; /* white space keeps its lines: <pre> */
} flow;

/* ---- What elements are --------------------------------------------------------------------- */

typedef enum manner {
    MANNER_INLINE,
    MANNER_BLOCK,
    MANNER_LINE, /* a line of its own: a row, a term */
    MANNER_ITEM,
    MANNER_CELL,
    MANNER_BREAK,
    MANNER_LINES, /* a block that keeps its lines */
    MANNER_OUT    /* no part of the text */
} manner;

static const unsigned char manners[MG_TAG_COUNT] = {
    [MG_TAG_ADDRESS] = MANNER_BLOCK,  [MG_TAG_ARTICLE] = MANNER_BLOCK,
    [MG_TAG_ASIDE] = MANNER_BLOCK,    [MG_TAG_BLOCKQUOTE] = MANNER_BLOCK,
    [MG_TAG_BODY] = MANNER_BLOCK,     [MG_TAG_CAPTION] = MANNER_BLOCK,
    [MG_TAG_CENTER] = MANNER_BLOCK,   [MG_TAG_DETAILS] = MANNER_BLOCK,
    [MG_TAG_DIV] = MANNER_BLOCK,      [MG_TAG_DL] = MANNER_BLOCK,
    [MG_TAG_FIELDSET] = MANNER_BLOCK, [MG_TAG_FOOTER] = MANNER_BLOCK,
    [MG_TAG_FORM] = MANNER_BLOCK,     [MG_TAG_H1] = MANNER_BLOCK,
    [MG_TAG_H2] = MANNER_BLOCK,       [MG_TAG_H3] = MANNER_BLOCK,
    [MG_TAG_H4] = MANNER_BLOCK,       [MG_TAG_H5] = MANNER_BLOCK,
    [MG_TAG_H6] = MANNER_BLOCK,       [MG_TAG_HEADER] = MANNER_BLOCK,
    [MG_TAG_HR] = MANNER_BLOCK,       [MG_TAG_MAIN] = MANNER_BLOCK,
    [MG_TAG_MENU] = MANNER_BLOCK,     [MG_TAG_NAV] = MANNER_BLOCK,
    [MG_TAG_OL] = MANNER_BLOCK,       [MG_TAG_P] = MANNER_BLOCK,
    [MG_TAG_SECTION] = MANNER_BLOCK,  [MG_TAG_SUMMARY] = MANNER_BLOCK,
    [MG_TAG_TABLE] = MANNER_BLOCK,    [MG_TAG_UL] = MANNER_BLOCK,
    [MG_TAG_DD] = MANNER_LINE,        [MG_TAG_DT] = MANNER_LINE,
    [MG_TAG_TR] = MANNER_LINE,        [MG_TAG_LI] = MANNER_ITEM,
    [MG_TAG_TD] = MANNER_CELL,        [MG_TAG_TH] = MANNER_CELL,
    [MG_TAG_BR] = MANNER_BREAK,       [MG_TAG_PRE] = MANNER_LINES,
    [MG_TAG_AMP_IMG] = MANNER_OUT,    [MG_TAG_AUDIO] = MANNER_OUT,
    [MG_TAG_BUTTON] = MANNER_OUT,     [MG_TAG_CANVAS] = MANNER_OUT,
    [MG_TAG_EMBED] = MANNER_OUT,      [MG_TAG_FIGCAPTION] = MANNER_OUT,
    [MG_TAG_FIGURE] = MANNER_OUT,     [MG_TAG_FRAME] = MANNER_OUT,
    [MG_TAG_FRAMESET] = MANNER_OUT,   [MG_TAG_HEAD] = MANNER_OUT,
    [MG_TAG_IFRAME] = MANNER_OUT,     [MG_TAG_INPUT] = MANNER_OUT,
    [MG_TAG_NOSCRIPT] = MANNER_OUT,   [MG_TAG_OBJECT] = MANNER_OUT,
    [MG_TAG_OPTION] = MANNER_OUT,     [MG_TAG_PICTURE] = MANNER_OUT,
    [MG_TAG_SCRIPT] = MANNER_OUT,     [MG_TAG_SELECT] = MANNER_OUT,
    [MG_TAG_STYLE] = MANNER_OUT,      [MG_TAG_SVG] = MANNER_OUT,
    [MG_TAG_TEMPLATE] = MANNER_OUT,   [MG_TAG_TEXTAREA] = MANNER_OUT,
    [MG_TAG_VIDEO] = MANNER_OUT,      [MG_TAG_BLOCK] = MANNER_BLOCK,
    [MG_TAG_HL1] = MANNER_BLOCK,      [MG_TAG_HL2] = MANNER_BLOCK,
};

/* "display:none", "display : none" */
static bool hides(morgue_text style)
{
    const char *at = strcasestr(style.data, "display");
    if (!at)
        return false;
    at += strlen("display");
    at += strspn(at, " :");
    return strncasecmp(at, "none", 4) == 0;
}

static bool is_hidden(const mg_node *node)
{
    for (const mg_attribute *a = node->attributes; a; a = a->next)
        if (strcmp(a->name, "hidden") == 0 || (strcmp(a->name, "style") == 0 && hides(a->value)))
            return true;
    return false;
}

/* ---- Writing ------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void widen(flow *f, gap wide)
{
    f->gap = wide > f->gap ? wide : f->gap;
}

/* A block's border; the first thing in a list item stays in the item's line. */
static void part(flow *f, gap wide)
{
    if (!f->item)
        widen(f, wide);
}

static bool write_word(flow *f, const char *word, size_t len)
{
    static const char *const gaps[] = {"", " ", "\t", "\n", "\n\n"};
    bool ok = f->to->len == f->start || mg_buffer_append_string(f->to, gaps[f->gap]);
    if (ok && f->item)
        ok = mg_buffer_append(f->to, "- ", 2);
    f->gap = GAP_NONE;
    f->item = false;
    return ok && mg_buffer_append(f->to, word, len);
}

static void take_space(flow *f, const char *space, size_t len)
{
    if (!len)
        return;
    widen(f, GAP_SPACE);
    for (size_t i = 0; f->lines && i < len; i++)
        if (space[i] == '\n')
            widen(f, f->gap >= GAP_LINE ? GAP_PARAGRAPH : GAP_LINE);
}

/* Writes a run of words: between two of them one space is as good as none written, so runs of words
 * that are parted by single spaces are written at once. */
static bool write_text(flow *f, morgue_text text)
{
    bool ok = true;
    for (size_t i = 0; ok && i < text.len;) {
        size_t from = i;
        while (i < text.len && is_space(text.data[i]))
            i++;
        take_space(f, text.data + from, i - from);
        from = i;
        while (i < text.len &&
               (!is_space(text.data[i]) ||
                (text.data[i] == ' ' && i + 1 < text.len && !is_space(text.data[i + 1]))))
            i++;
        if (i > from)
            ok = write_word(f, text.data + from, i - from);
    }
    return ok;
}

/* ---- Walking ------------------------------------------------------------------------------- */

static manner manner_of(const flow *f, const mg_node *node)
{
    manner how = (manner)manners[node->tag];
    if (how == MANNER_OUT || is_hidden(node) || (f->skip && f->skip(f->user, node)))
        return MANNER_OUT;
    return how;
}

static void begin(flow *f, manner how)
{
    switch (how) {
    case MANNER_BLOCK:
    case MANNER_LINES: part(f, GAP_PARAGRAPH); break;
    case MANNER_LINE: part(f, GAP_LINE); break;
    case MANNER_CELL: part(f, GAP_TAB); break;
    case MANNER_BREAK: widen(f, f->gap >= GAP_LINE ? GAP_PARAGRAPH : GAP_LINE); break;
    case MANNER_ITEM:
        widen(f, GAP_LINE);
        f->item = true;
        break;
    default: break;
    }
}

static void end(flow *f, manner how)
{
    if (how == MANNER_ITEM) {
        f->item = false;
        widen(f, GAP_LINE);
    } else if (how != MANNER_BREAK) {
        begin(f, how);
    }
}

/* Trees are at most a few hundred elements deep. */
static bool walk(flow *f, const mg_node *node)
{
    if (!node->name)
        return write_text(f, node->text);
    manner how = manner_of(f, node);
    if (how == MANNER_OUT)
        return true;
    bool lines = f->lines;
    bool ok = true;
    begin(f, how);
    f->lines = lines || how == MANNER_LINES;
    for (const mg_node *child = node->first; ok && child; child = child->next)
        ok = walk(f, child);
    f->lines = lines;
    end(f, how);
    return ok;
}

bool mg_flow(const mg_node *node, mg_flow_skip skip, void *user, mg_buffer *ret)
{
    flow f = {.skip = skip, .user = user, .to = ret, .start = ret->len};
    bool ok = true;
    if (!node)
        return true;
    if (!node->name)
        return write_text(&f, node->text);
    f.lines = node->tag == MG_TAG_PRE; /* what was asked for is not left out */
    for (const mg_node *child = node->first; ok && child; child = child->next)
        ok = walk(&f, child);
    return ok;
}
