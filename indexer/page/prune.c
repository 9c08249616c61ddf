#include "indexer/page/prune.h"

#include <string.h>
#include <xxhash.h>

#include "archive/error.h"
#include "indexer/page/render.h"

enum { LINE_MAX = 1024, SEEN = 4096 };

/* The pruning of one page. */
typedef struct pruning {
    mg_outline *outline;
    mg_buffer line; /* of the block looked at, in lower case */
    mg_buffer title;
    uint64_t *seen; /* hashes of lines, open addressing */
    size_t n_seen;
} pruning;

static bool is_heading(mg_tag tag)
{
    return tag >= MG_TAG_H1 && tag <= MG_TAG_H6;
}

static const mg_box *box_of(const pruning *p, const mg_block *block)
{
    return &p->outline->boxes[block->box];
}

/* The nearest box of this tag around a block, a few boxes up; NULL where there is none. */
static const mg_box *around(const pruning *p, const mg_block *block, mg_tag tag)
{
    const mg_box *box = box_of(p, block);
    for (int i = 0; i < 4 && box->node->tag != tag; i++)
        box = &p->outline->boxes[box->parent];
    return box->node->tag == tag ? box : NULL;
}

static bool in_heading(const pruning *p, const mg_block *block)
{
    const mg_box *box = box_of(p, block);
    return is_heading(box->node->tag) || is_heading(p->outline->boxes[box->parent].node->tag);
}

/* Cells with several lines are those of a page laid out with tables. */
static bool in_cell(const pruning *p, const mg_block *block)
{
    const mg_box *cell = around(p, block, MG_TAG_TD);
    return cell && cell->blocks_end - cell->blocks <= 2;
}

static bool in_list(const pruning *p, const mg_block *block)
{
    return around(p, block, MG_TAG_LI) || in_cell(p, block) || around(p, block, MG_TAG_DD) ||
           around(p, block, MG_TAG_BLOCKQUOTE) || around(p, block, MG_TAG_PRE);
}

static float links_of(const mg_block *block)
{
    return block->text.words > 0 ? block->text.link_words / block->text.words : 0;
}

/* Reads like text, and not like a scrap beside it. */
static bool is_good(const mg_block *block)
{
    return block->weight >= 6;
}

/* ---- Lines --------------------------------------------------------------------------------- */

static bool fold_into(morgue_text text, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    if (text.len > LINE_MAX)
        text.len = LINE_MAX;
    if (!mg_buffer_reserve(ret, text.len + 1))
        return false;
    ret->len = mg_fold_word(text.data, text.len, ret->data, text.len);
    ret->data[ret->len] = '\0';
    return true;
}

static bool read_line(pruning *p, const mg_block *block)
{
    mg_buffer text = {0};
    bool ok = mg_render_block(p->outline, block, false, &text) &&
              fold_into((morgue_text){text.data ? text.data : "", text.len}, &p->line);
    mg_buffer_free(&text);
    return ok;
}

/* Was this line there before? Remembers it. */
static bool is_repeated(pruning *p)
{
    uint64_t hash = XXH3_64bits(p->line.data, p->line.len) | 1;
    size_t at = hash >> 20 & (SEEN - 1);
    while (p->seen[at] && p->seen[at] != hash)
        at = (at + 1) & (SEEN - 1);
    if (p->seen[at])
        return true;
    if (p->n_seen < SEEN / 2) {
        p->seen[at] = hash;
        p->n_seen++;
    }
    return false;
}

static bool is_title(const pruning *p)
{
    return p->title.len && p->line.len == p->title.len &&
           memcmp(p->line.data, p->title.data, p->line.len) == 0;
}

/* A line around the text, by what it says. */
static bool says_nothing(const pruning *p, const mg_block *block)
{
    morgue_text line = {p->line.data, p->line.len};
    while (line.len && !(line.data[0] & 0x80) && strchr("[(*>-|: \"", line.data[0])) {
        line.data++;
        line.len--;
    }
    switch (mg_phrase_in(line)) {
    case MG_PHRASE_LEADS:
        return block->text.words <= 12 || (links_of(block) > 0.3f && block->text.words <= 40);
    case MG_PHRASE_HOLDS: return block->text.words <= 45;
    case MG_PHRASE_ALONE: return true;
    default: return false;
    }
}

/* Drops single blocks by their own looks. */
static morgue_status prune_lines(pruning *p, morgue_error *err)
{
    bool begun = false;
    for (uint32_t i = 0; i < p->outline->n_blocks; i++) {
        mg_block *block = &p->outline->blocks[i];
        if (block->dropped)
            continue;
        if (block->bytes > 2 * LINE_MAX) {
            begun = begun || is_good(block);
            continue;
        }
        if (!read_line(p, block))
            return mg_fail_memory(err);
        bool repeated = is_repeated(p) && block->text.words >= 5 && !in_list(p, block);
        block->dropped = repeated || says_nothing(p, block) || is_title(p) ||
                         (links_of(block) > 0.75f && block->text.words <= 25 && !block->text.ends &&
                          !in_heading(p, block) && !in_list(p, block));
        begun = begun || (!block->dropped && is_good(block));
    }
    return MORGUE_OK;
}

/* ---- Lists --------------------------------------------------------------------------------- */

/* Is a list one of links to other pages? */
static bool is_link_list(const pruning *p, const mg_box *list)
{
    float words = 0, links = 0;
    uint32_t items = 0, linked = 0;
    for (uint32_t i = list->blocks; i < list->blocks_end; i++) {
        const mg_measure *t = &p->outline->blocks[i].text;
        words += t->words;
        links += t->link_words;
        items++;
        linked += t->link_words * 3 >= t->words;
    }
    if (!items || !words)
        return false;
    return links > 0.6f * words || (links > 0.3f * words && linked == items && words < 25 * items);
}

static void prune_lists(pruning *p)
{
    for (uint32_t i = 1; i < p->outline->n_boxes;) {
        const mg_box *box = &p->outline->boxes[i];
        mg_tag tag = box->node->tag;
        bool drop = (tag == MG_TAG_UL || tag == MG_TAG_OL || tag == MG_TAG_TABLE) &&
                    box->blocks_end - box->blocks < 100 && is_link_list(p, box);
        for (uint32_t k = box->blocks; drop && k < box->blocks_end; k++)
            p->outline->blocks[k].dropped = true;
        i = drop ? box->end : i + 1;
    }
}

/* ---- Ends ---------------------------------------------------------------------------------- */

/* Behind the last paragraph stay lines that are made as it is, and lists: credits, sources. */
static void prune_tail(pruning *p, uint32_t last)
{
    mg_block *blocks = p->outline->blocks;
    const mg_box *model = box_of(p, &blocks[last - 1]);
    bool tail = true;
    for (uint32_t i = last; i < p->outline->n_blocks; i++) {
        if (blocks[i].dropped)
            continue;
        const mg_box *box = box_of(p, &blocks[i]);
        bool alike =
            box == model || (box->parent == model->parent && box->node->tag == model->node->tag);
        float links = links_of(&blocks[i]);
        tail = tail && !in_heading(p, &blocks[i]) && links < (alike ? 0.6f : 0.4f);
        blocks[i].dropped = !(tail && (alike || in_list(p, &blocks[i]) || blocks[i].text.ends));
    }
}

/* Before the first paragraph stand bylines and dates, behind the last one tags and signatures. */
static void prune_ends(pruning *p)
{
    mg_block *blocks = p->outline->blocks;
    uint32_t first = 0, last = p->outline->n_blocks;
    while (first < last && (blocks[first].dropped || !is_good(&blocks[first])))
        first++;
    if (first == last)
        return;
    while (blocks[last - 1].dropped || !is_good(&blocks[last - 1]))
        last--;
    bool heading = true; /* that of the first paragraph may stay */
    for (uint32_t i = first; i-- > 0;) {
        if (blocks[i].dropped)
            continue;
        bool stays = heading && in_heading(p, &blocks[i]) &&
                     !(p->title.len && around(p, &blocks[i], MG_TAG_H1));
        stays = stays || (in_list(p, &blocks[i]) && links_of(&blocks[i]) < 0.3f);
        heading = heading && stays;
        blocks[i].dropped = !stays;
    }
    prune_tail(p, last);
}

/* A heading goes when nothing stands under it. */
static void prune_headings(pruning *p)
{
    bool something = false;
    int below = 7; /* the level of the heading that came last, from the end */
    for (uint32_t i = p->outline->n_blocks; i-- > 0;) {
        mg_block *block = &p->outline->blocks[i];
        if (block->dropped)
            continue;
        mg_tag tag = box_of(p, block)->node->tag;
        if (!is_heading(tag)) {
            something = true;
            continue;
        }
        int level = tag - MG_TAG_H1 + 1;
        if (!something && level >= below) {
            block->dropped = true;
            continue;
        }
        if (!something && below == 7)
            block->dropped = true;
        below = level;
        something = false;
    }
}

morgue_status mg_prune(mg_outline *outline, morgue_text title, morgue_error *err)
{
    static const pruning nothing;
    uint64_t seen[SEEN] = {0};
    pruning p = nothing;
    p.outline = outline;
    p.seen = seen;
    morgue_status status = fold_into(title, &p.title) ? prune_lines(&p, err) : mg_fail_memory(err);
    if (status == MORGUE_OK) {
        prune_lists(&p);
        prune_ends(&p);
        prune_headings(&p);
    }
    mg_buffer_free(&p.line);
    mg_buffer_free(&p.title);
    return status;
}
