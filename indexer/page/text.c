#include "indexer/page/text.h"

#include "archive/error.h"
#include "indexer/page/prune.h"
#include "indexer/page/render.h"
#include "indexer/page/score.h"

static void count_page(const mg_outline *outline, mg_page_text *ret)
{
    for (uint32_t i = 0; i < outline->n_blocks; i++) {
        const mg_block *b = &outline->blocks[i];
        ret->all_words += b->text.words;
        ret->link_words += b->text.link_words;
        ret->bytes += b->bytes;
        if (b->text.words > 0)
            ret->link_bytes += (size_t)((float)b->bytes * b->text.link_words / b->text.words);
    }
}

/* Is the block a heading, or in one? */
static bool in_heading(const mg_outline *outline, const mg_block *block)
{
    const mg_box *box = &outline->boxes[block->box];
    const mg_box *around = &outline->boxes[box->parent];
    return (box->node->tag >= MG_TAG_H1 && box->node->tag <= MG_TAG_H6) ||
           (around->node->tag >= MG_TAG_H1 && around->node->tag <= MG_TAG_H6);
}

static void count_chosen(const mg_outline *outline, mg_page_text *ret)
{
    for (uint32_t i = 0; i < outline->n_blocks; i++) {
        const mg_block *b = &outline->blocks[i];
        if (b->dropped)
            continue;
        ret->paragraphs += b->weight >= 6;
        bool linked = b->text.words >= 3 && b->text.link_words > 0.7f * b->text.words;
        ret->linked += linked;
        ret->headings += linked && in_heading(outline, b);
    }
}

static void count_text(const mg_outline *outline, mg_page_text *ret)
{
    for (uint32_t i = 0; i < outline->n_blocks; i++) {
        const mg_block *b = &outline->blocks[i];
        if (b->dropped)
            continue;
        ret->words += b->text.words;
        ret->good += b->weight > 0 ? b->weight : 0;
    }
}

morgue_status mg_page_text_find(mg_outline *outline, const mg_node *root, morgue_text title,
                                mg_buffer *text, mg_page_text *ret, morgue_error *err)
{
    morgue_status status = mg_outline_make(outline, root, err);
    if (status != MORGUE_OK)
        return status;
    *ret = (mg_page_text){0};
    count_page(outline, ret);
    mg_score_blocks(outline);
    mg_score_drop_junk(outline);
    if (!mg_score_choose(outline))
        return MORGUE_OK;
    count_chosen(outline, ret);
    status = mg_prune(outline, title, err);
    if (status != MORGUE_OK)
        return status;
    count_text(outline, ret);
    return mg_render(outline, text) ? MORGUE_OK : mg_fail_memory(err);
}
