#include "search/match/order.h"

double mg_expect(const mg_op *op, const mg_odds *odds)
{
    double articles = odds->articles, expected = 0;
    switch (op->kind) {
    case MG_OP_NONE: return 0;
    case MG_OP_ALL: return articles;
    case MG_OP_DATES: return articles / 2;
    case MG_OP_GROUP: return odds->frequencies[op->group->number];
    case MG_OP_SPANS: return mg_expect(op->child, odds);
    case MG_OP_AND:
        expected = articles;
        for (const mg_op *child = op->child; child; child = child->next) {
            double part = child->excluded ? articles : mg_expect(child, odds);
            expected = part < expected ? part : expected;
        }
        return expected;
    case MG_OP_OR: break;
    }
    for (const mg_op *child = op->child; child; child = child->next)
        expected += mg_expect(child, odds);
    return expected < articles ? expected : articles;
}

/* Where the operator belongs among the parts of an AND: the rare first, what takes time and what is
 * excluded last. */
static double rank(const mg_op *op, const mg_odds *odds)
{
    double all = odds->articles + 1;
    if (op->kind == MG_OP_DATES && !op->excluded)
        return all / 16; /* they are compared faster than words are weighed */
    return mg_expect(op, odds) + (op->kind == MG_OP_SPANS ? all : 0) +
           (op->excluded ? 4 * all : 0) + (op->by_text ? 2 * all : 0);
}

/* Words that most articles have (of, the) are not looked for in front of a span: its positions tell
 * whether they are there. They would weigh next to nothing, and weigh nothing then. */
static void take_for_granted(mg_op *span, const mg_odds *odds, double *idf)
{
    mg_op *all = span->child;
    if (all->kind != MG_OP_AND)
        return;
    for (mg_op *part = all->child->next; part; part = part->next) { /* the rarest stays */
        if (part->kind != MG_OP_GROUP || part->group->n_terms > 1 ||
            odds->frequencies[part->group->number] <= odds->articles / 2)
            continue;
        part->granted = true;
        idf[part->group->number] = 0;
    }
}

/* By insertion: they are few. */
void mg_put_in_order(mg_op *op, const mg_odds *odds, double *idf)
{
    mg_op *sorted = NULL;
    for (mg_op *child = op->child, *next; child; child = next) {
        next = child->next;
        mg_put_in_order(child, odds, idf);
        mg_op **place = &sorted;
        if (op->kind == MG_OP_AND)
            while (*place && rank(*place, odds) <= rank(child, odds))
                place = &(*place)->next;
        else
            while (*place)
                place = &(*place)->next;
        child->next = *place;
        *place = child;
    }
    op->child = sorted;
    if (op->kind == MG_OP_SPANS)
        take_for_granted(op, odds, idf);
}
