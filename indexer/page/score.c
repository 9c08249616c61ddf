#include "indexer/page/score.h"

#include <string.h>

/* ---- Blocks -------------------------------------------------------------------------------- */

static bool is_heading(mg_tag tag)
{
    return tag >= MG_TAG_H1 && tag <= MG_TAG_H6;
}

static float least(float a, float b)
{
    return a < b ? a : b;
}

/* Running text has sentences, and little of it are links. */
static float weight_of(const mg_block *block, mg_tag tag)
{
    const mg_measure *t = &block->text;
    if (t->words == 0)
        return 0;
    float links = t->link_words / t->words, own = t->words - t->link_words;
    if ((float)t->braces > 4 + 0.15f * t->words)
        return -least(t->words, 20); /* a script that got out */
    if (is_heading(tag))
        return links > 0.5f ? -least(t->words, 10) : 0;
    if (links > 0.5f)
        return t->ends && t->words >= 20 ? 0.5f * own : -least(t->words, 20);
    if (t->words < 8 && !(t->ends && t->words >= 4))
        return -0.5f * least(t->words, 4);
    float marks = t->ends ? 1.0f : t->sentences || t->commas ? 0.7f : 0.3f;
    if (t->words >= 40)
        marks = least(marks + 0.3f, 1.0f);
    return own * (1 - links) * marks;
}

void mg_score_blocks(mg_outline *outline)
{
    for (uint32_t i = 0; i < outline->n_blocks; i++) {
        mg_block *block = &outline->blocks[i];
        block->weight = weight_of(block, outline->boxes[block->box].node->tag);
    }
}

float mg_score_good(const mg_outline *outline, uint32_t from, uint32_t to)
{
    float sum = 0;
    for (uint32_t i = from; i < to; i++)
        if (!outline->blocks[i].dropped && outline->blocks[i].weight > 0)
            sum += outline->blocks[i].weight;
    return sum;
}

/* ---- Names --------------------------------------------------------------------------------- */

static void set_dropped(mg_outline *outline, const mg_box *box, bool dropped)
{
    for (uint32_t i = box->blocks; i < box->blocks_end; i++)
        outline->blocks[i].dropped = dropped;
}

/* May what is in a box of this role be dropped, where it is `good` words of text and `rest` are
 * elsewhere? */
static bool may_drop(mg_role role, float good, float rest)
{
    switch (role) {
    case MG_ROLE_WEAK: return good < 15 || good < 0.15f * rest;
    case MG_ROLE_CAPTION: return good < 60 || good < 0.5f * rest;
    case MG_ROLE_JUNK: return good < 30 || good < 4 * rest;
    case MG_ROLE_HIDDEN: return good < 2 * rest;
    case MG_ROLE_COMMENTS: return rest > 30 || good < rest;
    default: return false;
    }
}

/* Drops boxes by their names; those in them go with them. */
static void drop_by_names(mg_outline *outline)
{
    for (uint32_t i = 1; i < outline->n_boxes;) {
        const mg_box *box = &outline->boxes[i];
        bool drop = box->role > MG_ROLE_WEAK;
        if (drop)
            set_dropped(outline, box, true);
        i = drop ? box->end : i + 1;
    }
}

/* Takes back the first box that should not have been dropped, with the roles of all around it. */
static bool take_one_back(mg_outline *outline)
{
    float rest = mg_score_good(outline, 0, outline->n_blocks);
    for (uint32_t i = 1; i < outline->n_boxes;) {
        mg_box *box = &outline->boxes[i];
        if (box->role <= MG_ROLE_WEAK) {
            i++;
            continue;
        }
        set_dropped(outline, box, false);
        if (!may_drop(box->role, mg_score_good(outline, box->blocks, box->blocks_end), rest)) {
            box->role = MG_ROLE_NONE;
            return true;
        }
        set_dropped(outline, box, true);
        i = box->end;
    }
    return false;
}

/* What may be text or not is dropped when the rest is known. */
static void drop_weak(mg_outline *outline)
{
    float all = mg_score_good(outline, 0, outline->n_blocks);
    for (uint32_t i = 1; i < outline->n_boxes;) {
        const mg_box *box = &outline->boxes[i];
        float good =
            box->role == MG_ROLE_WEAK ? mg_score_good(outline, box->blocks, box->blocks_end) : 0;
        bool drop = box->role == MG_ROLE_WEAK && may_drop(MG_ROLE_WEAK, good, all - good);
        if (drop)
            set_dropped(outline, box, true);
        i = drop ? box->end : i + 1;
    }
}

void mg_score_drop_junk(mg_outline *outline)
{
    enum { TRIES = 8 };
    drop_by_names(outline);
    for (int i = 0; i < TRIES && take_one_back(outline); i++)
        drop_by_names(outline);
    drop_weak(outline);
}

/* ---- Choosing ------------------------------------------------------------------------------ */

/* Text counts less for a box the further in it lies: of two boxes, one around the other, the outer
 * one wins when it adds enough. */
static const float FADING = 0.9f, BURDEN = 0.4f;

static void sum_scores(mg_outline *outline)
{
    for (uint32_t i = 0; i < outline->n_boxes; i++)
        outline->boxes[i].score = 0;
    for (uint32_t i = 0; i < outline->n_blocks; i++)
        if (!outline->blocks[i].dropped)
            outline->boxes[outline->blocks[i].box].score += outline->blocks[i].weight;
    for (uint32_t i = outline->n_boxes; i-- > 1;) {
        const mg_box *box = &outline->boxes[i];
        outline->boxes[box->parent].score += box->score * (box->score > 0 ? FADING : BURDEN);
    }
}

static float bonus(const mg_box *box)
{
    switch (box->role) {
    case MG_ROLE_BODY: return 1.4f;
    case MG_ROLE_CONTENT: return box->node->tag == MG_TAG_ARTICLE ? 1.15f : 1.1f;
    case MG_ROLE_WEAK: return 0.8f;
    default: return box->node->tag == MG_TAG_BODY ? 0.9f : 1.0f;
    }
}

/* Paragraphs and the like are parts, and never the whole. */
static bool is_part(mg_tag tag)
{
    switch (tag) {
    case MG_TAG_P:
    case MG_TAG_LI:
    case MG_TAG_TR:
    case MG_TAG_UL:
    case MG_TAG_OL:
    case MG_TAG_DT:
    case MG_TAG_DD:
    case MG_TAG_BLOCKQUOTE:
    case MG_TAG_PRE: return true;
    default: return is_heading(tag);
    }
}

/* Elements that hold the article as a whole, or more. */
static bool is_frame(mg_tag tag)
{
    return tag == MG_TAG_ARTICLE || tag == MG_TAG_MAIN || tag == MG_TAG_BODY || tag == MG_TAG_TD;
}

static uint32_t best_box(const mg_outline *outline)
{
    uint32_t best = 0;
    float highest = 0;
    for (uint32_t i = 0; i < outline->n_boxes; i++) {
        const mg_box *box = &outline->boxes[i];
        float score = box->score * bonus(box);
        if (score > highest) {
            highest = score;
            best = i;
        }
    }
    while (best && is_part(outline->boxes[best].node->tag))
        best = outline->boxes[best].parent;
    return best;
}

static bool same_value(morgue_text a, morgue_text b)
{
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

/* Are two boxes made for the same purpose? */
static bool same_class(const mg_box *a, const mg_box *b)
{
    morgue_text name = mg_node_attribute(a->node, "class");
    return a->node->tag == b->node->tag && name.len &&
           same_value(name, mg_node_attribute(b->node, "class"));
}

static void choose(mg_outline *outline, const mg_box *box)
{
    for (uint32_t i = box->blocks; i < box->blocks_end; i++)
        outline->blocks[i].chosen = true;
}

/* What stands beside the chosen box, or beside what frames it closely, and belongs to the same
 * article: boxes that are made as it is, and paragraphs. */
static void choose_siblings(mg_outline *outline, uint32_t best)
{
    enum { LEVELS = 3 };
    const mg_box *chosen = &outline->boxes[best];
    uint32_t inner = best;
    for (int level = 0; level < LEVELS && inner; level++) {
        uint32_t parent = outline->boxes[inner].parent;
        for (uint32_t i = parent + 1; i < outline->boxes[parent].end; i = outline->boxes[i].end) {
            const mg_box *box = &outline->boxes[i];
            float good = mg_score_good(outline, box->blocks, box->blocks_end);
            bool alike = !level && chosen->node->tag != MG_TAG_ARTICLE && same_class(box, chosen);
            bool paragraph = box->node->tag == MG_TAG_P && good >= 15;
            if (box->score > 0 && good > 0 && (alike || paragraph))
                choose(outline, box);
        }
        if (is_frame(outline->boxes[parent].node->tag))
            return;
        inner = parent;
    }
}

/* The box itself or the first one in it that is called the text of an article; its end where there
 * is none. */
static uint32_t body_in(const mg_outline *outline, uint32_t best)
{
    uint32_t i = best;
    while (i < outline->boxes[best].end &&
           (outline->boxes[i].role != MG_ROLE_BODY || outline->boxes[i].score <= 0))
        i++;
    return i;
}

/* Texts that come in several bodies, with something between them. */
static void choose_twins(mg_outline *outline, uint32_t best)
{
    uint32_t around = best, model = body_in(outline, best);
    int levels = model == best ? 5 : 2;
    if (model == outline->boxes[best].end)
        return;
    while (levels-- > 0 && outline->boxes[around].node->tag != MG_TAG_ARTICLE)
        around = outline->boxes[around].parent;
    for (uint32_t i = around + 1; i < outline->boxes[around].end; i++)
        if (outline->boxes[i].score > 0 && same_class(&outline->boxes[i], &outline->boxes[model]))
            choose(outline, &outline->boxes[i]);
}

bool mg_score_choose(mg_outline *outline)
{
    sum_scores(outline);
    uint32_t best = best_box(outline);
    if (outline->boxes[best].score <= 0)
        return false;
    choose(outline, &outline->boxes[best]);
    choose_siblings(outline, best);
    choose_twins(outline, best);
    for (uint32_t i = 0; i < outline->n_blocks; i++)
        outline->blocks[i].dropped = outline->blocks[i].dropped || !outline->blocks[i].chosen;
    return true;
}
