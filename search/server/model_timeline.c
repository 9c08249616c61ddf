/* The timeline: how many hits there are in each period, to the scale of time, beside how many
 * articles there are. Everything is in whole units of a picture of WIDTH by HEIGHT, which the page
 * draws at whatever size it has. */
#include <stdio.h>
#include <string.h>

#include "search/server/model.h"
#include "search/server/when.h"

enum {
    WIDTH = 3200,
    HEIGHT = 800,
    DRAWN_MAX = 200, /* a bar is no wider, however few there are */
    SLOTS_MAX = 400  /* periods that are shown, at most: the last ones */
};

/* The periods that a chart has, by their numbers; see slot_of(). */
typedef struct chart {
    morgue_period period;
    long first;
    long n;
    uint64_t most;    /* hits of a period */
    uint64_t most_of; /* articles of a period */
} chart;

/* ---- Periods ------------------------------------------------------------------------------ */

static long slot_of(morgue_period period, web_when when, bool last)
{
    switch (period) {
    case MORGUE_BY_YEAR: return when.year;
    case MORGUE_BY_MONTH: return when.year * 12L + (when.month ? when.month - 1 : last ? 11 : 0);
    default: return last ? web_when_last_day(when) : web_when_first_day(when);
    }
}

/* "2022", "2022-01", "2022-01-21" */
static void put_slot(web_text *text, morgue_period period, long slot)
{
    web_when day = web_when_of_day(period == MORGUE_BY_DAY ? slot : 0);
    if (period == MORGUE_BY_YEAR)
        web_putf(text, "%04ld", slot);
    else if (period == MORGUE_BY_MONTH)
        web_putf(text, "%04ld-%02ld", slot / 12, slot % 12 + 1);
    else
        web_putf(text, "%04d-%02d-%02d", day.year, day.month, day.day);
}

/* What was asked for of the range of dates that the archive has; false where that is nothing. */
static bool range_of(const web_desk *desk, const web_ask *ask, web_when *ret_from, web_when *ret_to)
{
    web_when from = web_when_read(desk->stats.earliest), to = web_when_read(desk->stats.latest);
    web_when asked_from = *ask->from ? web_when_read(ask->from) : from;
    web_when asked_to = *ask->to ? web_when_read(ask->to) : to;
    if (from.year < 0 || to.year < 0 || asked_from.year < 0 || asked_to.year < 0)
        return false;
    *ret_from = web_when_first_day(asked_from) > web_when_first_day(from) ? asked_from : from;
    *ret_to = web_when_last_day(asked_to) < web_when_last_day(to) ? asked_to : to;
    return web_when_first_day(*ret_from) <= web_when_last_day(*ret_to);
}

static long slots(morgue_period period, web_when from, web_when to)
{
    return slot_of(period, to, true) - slot_of(period, from, false) + 1;
}

morgue_period web_timeline_period(const web_desk *desk, const web_ask *ask)
{
    enum { DAYS_MAX = 93, MONTHS_MAX = 15 * 12 };
    web_when from, to;
    if (!range_of(desk, ask, &from, &to))
        return MORGUE_NO_TIMELINE;
    if (ask->timeline && slots(ask->timeline, from, to) <= SLOTS_MAX)
        return ask->timeline;
    if (slots(MORGUE_BY_DAY, from, to) <= DAYS_MAX)
        return MORGUE_BY_DAY;
    return slots(MORGUE_BY_MONTH, from, to) <= MONTHS_MAX ? MORGUE_BY_MONTH : MORGUE_BY_YEAR;
}

/* The place of a bucket in the chart, or -1: of its date too little is known, or it lies outside.
 */
static long place_of(const chart *c, const morgue_bucket *bucket)
{
    web_when when = web_when_read(bucket->from);
    if (when.year < 0 || (c->period >= MORGUE_BY_MONTH && !when.month) ||
        (c->period == MORGUE_BY_DAY && !when.day))
        return -1;
    long place = slot_of(c->period, when, false) - c->first;
    return place < c->n ? place : -1;
}

/* ---- Bars --------------------------------------------------------------------------------- */

/* The height of a bar, at least 1 where there is anything. */
static long height_of(uint64_t count, uint64_t most)
{
    long height = most ? (long)(count * HEIGHT / most) : 0;
    return count && !height ? 1 : height;
}

static void set_bar_shape(web_model *m, json_t *bar, const chart *c, long place,
                          const morgue_bucket *bucket)
{
    long x = place * WIDTH / c->n, width = (place + 1) * WIDTH / c->n - x;
    long height = height_of(bucket->count, c->most), of = height_of(bucket->of, c->most_of);
    long drawn = width > 5 ? width - width / 5 : width;
    web_set_number(m, bar, "x", (uint64_t)x);
    web_set_number(m, bar, "width", (uint64_t)(drawn < DRAWN_MAX ? drawn : DRAWN_MAX));
    web_set_number(m, bar, "slot", (uint64_t)width);
    web_set_number(m, bar, "y", (uint64_t)(HEIGHT - height));
    web_set_number(m, bar, "height", (uint64_t)height);
    web_set_number(m, bar, "of_y", (uint64_t)(HEIGHT - of));
    web_set_number(m, bar, "of_height", (uint64_t)of);
}

static void set_bar(web_model *m, json_t *bar, const chart *c, long place,
                    const morgue_bucket *bucket)
{
    char share[32];
    uint64_t mille = bucket->of ? (bucket->count * 1000 + bucket->of / 2) / bucket->of : 0;
    web_ask narrow = web_ask_within(m->ask, bucket->from);
    set_bar_shape(m, bar, c, place, bucket);
    web_set_when(m, bar, "name", bucket->from);
    snprintf(share, sizeof share, "%u.%u %%", (unsigned)(mille / 10), (unsigned)(mille % 10));
    web_set_string(m, bar, "share", share);
    web_set_string(m, bar, "from", bucket->from);
    web_set_count(m, bar, "count", bucket->count);
    web_set_count(m, bar, "of", bucket->of);
    web_set_number(m, bar, "data_count", bucket->count);
    web_set_number(m, bar, "data_of", bucket->of);
    web_set_link(m, bar, "link", "/search", &narrow, NULL, NULL);
}

/* ---- Marks of time ------------------------------------------------------------------------ */

/* Periods from one mark to the next, so that there are about five. */
static long step_of(const chart *c)
{
    static const long steps[] = {1, 2, 5, 10, 20, 50, 100, 200, 0};
    static const long of_months[] = {1, 3, 6, 12, 24, 36, 60, 0};
    static const long of_days[] = {1, 2, 7, 14, 28, 0};
    const long *step = c->period == MORGUE_BY_YEAR    ? steps
                       : c->period == MORGUE_BY_MONTH ? of_months
                                                      : of_days;
    while (step[1] && c->n > *step * 5)
        step++;
    return *step;
}

static void set_ticks(web_model *m, json_t *timeline, const chart *c)
{
    json_t *ticks = web_set_array(m, timeline, "ticks");
    long step = step_of(c), past = c->period == MORGUE_BY_DAY ? 0 : c->first % step;
    for (long i = past ? step - past : 0; i < c->n; i += step) {
        web_text iso = {0}, name = {0};
        char percent[32];
        json_t *tick = web_add_object(m, ticks);
        bool years = c->period == MORGUE_BY_MONTH && step % 12 == 0;
        put_slot(&iso, years ? MORGUE_BY_YEAR : c->period,
                 years ? (c->first + i) / 12 : c->first + i);
        web_put_when_short(&name, iso.data ? iso.data : "");
        m->lost |= iso.lost || name.lost;
        snprintf(percent, sizeof percent, "%ld.%02ld", i * 100 / c->n, i * 10000 / c->n % 100);
        web_set_string(m, tick, "x", percent);
        web_set_text(m, tick, "text", name.data ? name.data : "", name.len);
        web_text_free(&iso);
        web_text_free(&name);
    }
}

/* ---- The chart ---------------------------------------------------------------------------- */

static void measure(chart *c, morgue_results *results)
{
    morgue_bucket bucket;
    for (size_t i = 0; morgue_results_bucket(results, i, &bucket); i++) {
        if (place_of(c, &bucket) < 0)
            continue;
        c->most = bucket.count > c->most ? bucket.count : c->most;
        c->most_of = bucket.of > c->most_of ? bucket.of : c->most_of;
    }
}

static void set_bars(web_model *m, json_t *timeline, const chart *c, morgue_results *results)
{
    json_t *bars = web_set_array(m, timeline, "bars");
    uint64_t outside = 0;
    morgue_bucket bucket;
    for (size_t i = 0; morgue_results_bucket(results, i, &bucket); i++) {
        long place = place_of(c, &bucket);
        if (place >= 0)
            set_bar(m, web_add_object(m, bars), c, place, &bucket);
        else
            outside += bucket.count;
    }
    if (outside)
        web_set_count(m, timeline, "outside", outside);
    if (morgue_results_undated(results))
        web_set_count(m, timeline, "undated", morgue_results_undated(results));
}

static void set_end(web_model *m, json_t *timeline, const char *key, const chart *c, long slot)
{
    web_text text = {0};
    put_slot(&text, c->period, slot);
    m->lost |= text.lost;
    web_set_text(m, timeline, key, text.data ? text.data : "", text.len);
    web_text_free(&text);
}

void web_model_timeline(web_model *m, const web_desk *desk, morgue_results *results,
                        morgue_period period)
{
    static const char *const names[] = {"", "year", "month", "day"};
    web_when from, to;
    morgue_bucket any;
    if (!period || !range_of(desk, m->ask, &from, &to) || !morgue_results_bucket(results, 0, &any))
        return;
    chart c = {
        .period = period, .first = slot_of(period, from, false), .n = slots(period, from, to)};
    if (c.n > SLOTS_MAX) {
        c.first += c.n - SLOTS_MAX;
        c.n = SLOTS_MAX;
    }
    measure(&c, results);
    web_ask again = web_ask_again(m->ask);
    again.from = again.to = "";
    json_t *timeline = web_set_object(m, m->root, "timeline");
    web_set_string(m, timeline, "period", names[period]);
    set_end(m, timeline, "first", &c, c.first);
    set_end(m, timeline, "last", &c, c.first + c.n - 1);
    web_set_link(m, timeline, "link", "/search", &again, NULL, NULL);
    set_bars(m, timeline, &c, results);
    set_ticks(m, timeline, &c);
}
