#include "indexer/page/render.h"

/* The text of a block as it grows. */
typedef struct line {
    mg_buffer *ret;
    size_t start;
    bool gap;  /* white space waits to be written */
    bool feed; /* and a line feed was in it */
} line;

/* Bytes of the space at `at`, 0 where there is none; non-breaking ones are as good as any. */
static size_t space_at(morgue_text text, size_t at)
{
    unsigned char c = (unsigned char)text.data[at];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    return c == 0xC2 && at + 1 < text.len && text.data[at + 1] == '\xA0' ? 2 : 0;
}

static bool append_run(line *l, morgue_text text)
{
    bool ok = true;
    for (size_t i = 0, n; ok && i < text.len;) {
        size_t begin = i;
        while (i < text.len && (n = space_at(text, i)))
            i += n;
        l->gap = l->gap || i > begin;
        begin = i;
        while (i < text.len && !space_at(text, i))
            i++;
        if (i == begin)
            break;
        if (l->gap && l->ret->len > l->start)
            ok = mg_buffer_append_byte(l->ret, l->feed ? '\n' : ' ');
        l->gap = l->feed = false;
        ok = ok && mg_buffer_append(l->ret, text.data + begin, i - begin);
    }
    return ok;
}

bool mg_render_block(const mg_outline *outline, const mg_block *block, bool lines, mg_buffer *ret)
{
    line l = {.ret = ret, .start = ret->len};
    const mg_node *node = block->first;
    for (;;) {
        if (!node->name) {
            if (!append_run(&l, node->text))
                return false;
        } else if (node->tag == MG_TAG_BR) {
            l.gap = true;
            l.feed = lines;
        }
        if (node == block->last)
            return true;
        node = mg_text_on(outline->root, node);
    }
}

/* The nearest box of a kind that lines are parted by. */
static const mg_box *unit_of(const mg_outline *outline, const mg_block *block)
{
    const mg_box *box = &outline->boxes[block->box];
    for (int i = 0; i < 4; i++) {
        mg_tag tag = box->node->tag;
        if (tag == MG_TAG_LI || tag == MG_TAG_TD || tag == MG_TAG_TH)
            return box;
        box = &outline->boxes[box->parent];
    }
    return &outline->boxes[block->box];
}

static bool is_cell(mg_tag tag)
{
    return tag == MG_TAG_TD || tag == MG_TAG_TH;
}

/* A cell of one line: layout tables have cells with whole texts in them. */
static bool is_small_cell(const mg_box *box)
{
    return is_cell(box->node->tag) && box->blocks_end - box->blocks == 1;
}

static const char *parting(const mg_box *before, const mg_box *now)
{
    if (before == now)
        return "\n\n";
    if (before->node->tag == MG_TAG_LI && now->node->tag == MG_TAG_LI)
        return "\n";
    if (is_small_cell(before) && is_small_cell(now))
        return before->parent == now->parent ? "\t" : "\n";
    return "\n\n";
}

bool mg_render(const mg_outline *outline, mg_buffer *ret)
{
    const mg_box *before = NULL;
    bool ok = true;
    for (uint32_t i = 0; ok && i < outline->n_blocks; i++) {
        const mg_block *block = &outline->blocks[i];
        if (block->dropped)
            continue;
        const mg_box *unit = unit_of(outline, block);
        if (before)
            ok = mg_buffer_append_string(ret, parting(before, unit));
        if (ok && unit->node->tag == MG_TAG_LI && unit != before)
            ok = mg_buffer_append_string(ret, "- ");
        ok = ok && mg_render_block(outline, block, true, ret);
        before = unit;
    }
    return ok;
}
