#include "indexer/import/order.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* So many dates are no chance. */
enum { COURSE_MIN = 3 };

/* ---- Facts -------------------------------------------------------------------------------- */

static void follow(mg_date_course *course, const char *date)
{
    int step = *course->last ? strcmp(date, course->last) : 0;
    course->rose = course->rose || step > 0;
    course->fell = course->fell || step < 0;
    memcpy(course->last, date, strlen(date) + 1);
}

static bool is_american(morgue_text lang, bool half)
{
    bool us = lang.len == 5 && strncasecmp(lang.data, "en", 2) == 0 &&
              strncasecmp(lang.data + 3, "US", 2) == 0;
    bool plain = !lang.len || (lang.len == 2 && strncasecmp(lang.data, "en", 2) == 0);
    return us || (half && plain);
}

void mg_order_see(mg_order_facts *facts, const mg_date_reading *reading, morgue_text lang,
                  bool in_course)
{
    mg_date_order shows = reading->shows;
    if (shows != MG_DATE_ORDER_UNKNOWN && facts->proofs[shows]++ == 0)
        memcpy(facts->proof[shows], reading->spelled, sizeof reading->spelled);
    if (!reading->ambiguous)
        return;
    if (facts->ambiguous++ == 0)
        memcpy(facts->example, reading->spelled, sizeof reading->spelled);
    facts->american += is_american(lang, reading->half);
    if (in_course) {
        follow(&facts->courses[MG_DATE_DAY_FIRST], reading->date);
        follow(&facts->courses[MG_DATE_MONTH_FIRST], reading->swapped);
    }
}

/* ---- Deciding ----------------------------------------------------------------------------- */

static mg_order by_proof(const mg_order_facts *facts)
{
    bool day = facts->proofs[MG_DATE_DAY_FIRST] > 0, month = facts->proofs[MG_DATE_MONTH_FIRST] > 0;
    if (day && month)
        return (mg_order){.basis = ORDER_CONTRADICTED};
    if (!day && !month)
        return (mg_order){.basis = ORDER_DEFAULT};
    return (mg_order){.order = day ? MG_DATE_DAY_FIRST : MG_DATE_MONTH_FIRST,
                      .basis = ORDER_PROVED};
}

/* A daily log rises (or falls) in one reading only. */
static mg_order by_course(const mg_order_facts *facts)
{
    const mg_date_course *day = &facts->courses[MG_DATE_DAY_FIRST];
    const mg_date_course *month = &facts->courses[MG_DATE_MONTH_FIRST];
    bool day_runs = day->rose != day->fell, month_runs = month->rose != month->fell;
    if (facts->ambiguous < COURSE_MIN || day_runs == month_runs)
        return (mg_order){.basis = ORDER_DEFAULT};
    return (mg_order){.order = day_runs ? MG_DATE_DAY_FIRST : MG_DATE_MONTH_FIRST,
                      .basis = ORDER_BY_COURSE};
}

static mg_order by_language(const mg_order_facts *facts)
{
    if (facts->american * 2 <= facts->ambiguous)
        return (mg_order){.basis = ORDER_DEFAULT};
    return (mg_order){.order = MG_DATE_MONTH_FIRST, .basis = ORDER_BY_LANGUAGE};
}

mg_order mg_order_decide(const mg_order_facts *own, const mg_order_facts *folder)
{
    static mg_order (*const ways[])(const mg_order_facts *) = {by_proof, by_course, by_language};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        mg_order order = ways[i](own);
        if (order.basis != ORDER_DEFAULT)
            return order;
        order = ways[i](folder);
        order.beside = true;
        if (order.basis != ORDER_DEFAULT)
            return order;
    }
    return (mg_order){.order = MG_DATE_DAY_FIRST, .basis = ORDER_DEFAULT};
}

/* ---- Telling ------------------------------------------------------------------------------ */

static const char *name_of(mg_date_order order)
{
    return order == MG_DATE_DAY_FIRST ? "day first" : "month first";
}

static void explain_contradiction(const mg_order *order, const mg_order_facts *facts, char *ret,
                                  size_t size)
{
    snprintf(ret, size,
             "dates such as %s are kept as they are spelled, not as dates: %s%" PRIu64
             " can only be month first (%s), %" PRIu64
             " only day first (%s); --dates=month-first or --dates=day-first decides",
             facts->example, order->beside ? "in this folder " : "",
             facts->proofs[MG_DATE_MONTH_FIRST], facts->proof[MG_DATE_MONTH_FIRST],
             facts->proofs[MG_DATE_DAY_FIRST], facts->proof[MG_DATE_DAY_FIRST]);
}

void mg_order_explain(const mg_order *order, const mg_order_facts *facts, char *ret, size_t size)
{
    char why[160] = "";
    uint64_t proofs = facts->proofs[order->order];
    switch (order->basis) {
    case ORDER_CONTRADICTED: explain_contradiction(order, facts, ret, size); return;
    case ORDER_PROVED:
        snprintf(why, sizeof why, "%" PRIu64 " %s can only be that (%s)", proofs,
                 order->beside ? proofs == 1 ? "date in this folder" : "dates in this folder"
                 : proofs == 1 ? "date"
                               : "dates",
                 facts->proof[order->order]);
        break;
    case ORDER_BY_COURSE:
        snprintf(why, sizeof why, "only so do they follow one another in time");
        break;
    case ORDER_BY_LANGUAGE:
        snprintf(why, sizeof why,
                 "the language is American English, or am and pm stand beside them");
        break;
    case ORDER_ASKED:
    case ORDER_DEFAULT:
        snprintf(why, sizeof why, "nothing shows their order; --dates=month-first reads them so");
        break;
    }
    snprintf(ret, size, "dates such as %s are read %s: %s", facts->example, name_of(order->order),
             why);
}
