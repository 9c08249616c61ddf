#include "search/results/passages.h"

#include <stdlib.h>

#include "archive/error.h"
#include "archive/grow.h"
#include "archive/utf8.h"
#include "search/results/letters.h"

/* What a passage gains by showing something: a mark for the first time, one that other passages
 * show, one more of the same. It loses up to WIDE where that stands far apart, and SPLIT for each
 * sentence that ends between. */
enum { NEW = 1000, KNOWN = 100, MORE = 20, MORE_MAX = 10, WIDE = 100, SPLIT = 150 };

/* What should be seen as one. */
typedef struct unit {
    size_t start; /* bytes */
    size_t end;
    size_t at; /* in characters */
    size_t letters;
    size_t sentence; /* in which it begins */
    size_t mark;
} unit;

/* The choice under way. */
typedef struct choice {
    const mg_passage_task *task;
    morgue_text text;
    unit *units; /* by their starts */
    size_t n_units;
    size_t cap;
    size_t *starts; /* of sentences, then the end of the text */
    size_t n_starts;
    size_t n_marks;
    bool *shown;     /* by mark */
    size_t *counted; /* by mark: in which round last */
    size_t round;
    mg_window *windows; /* in the order of the text */
    size_t n_windows;
} choice;

/* ---- Units -------------------------------------------------------------------------------- */

static bool add_unit(choice *c, const mg_match *m)
{
    if (!MG_GROW(c->units, c->cap, c->n_units + 1))
        return false;
    c->units[c->n_units++] = (unit){.start = m->start, .end = m->end, .mark = m->mark};
    c->n_marks = m->mark >= c->n_marks ? m->mark + 1 : c->n_marks;
    return true;
}

static int by_start(const void *a, const void *b)
{
    const unit *x = a, *y = b;
    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return (x->end > y->end) - (x->end < y->end);
}

static size_t numbers(const mg_match_list *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n = list->at[i].whole >= n ? list->at[i].whole + 1 : n;
    return n;
}

/* Wholes, and the matches of those that are too long to be shown, one by one. */
static bool add_units(choice *c)
{
    const mg_match_list *wholes = c->task->wholes, *matches = c->task->matches;
    size_t length = c->task->length, n = numbers(wholes);
    bool *split = calloc(n + 1, sizeof *split);
    bool fits = split != NULL;
    for (size_t i = 0; fits && i < wholes->n; i++) {
        const mg_match *m = &wholes->at[i];
        if (mg_letters_count(c->text, m->start, m->end, length + 1) > length)
            split[m->whole] = true;
        else
            fits = add_unit(c, m);
    }
    for (size_t i = 0; fits && i < matches->n; i++)
        if (matches->at[i].whole < n && split[matches->at[i].whole])
            fits = add_unit(c, &matches->at[i]);
    free(split);
    if (fits && c->n_units)
        qsort(c->units, c->n_units, sizeof *c->units, by_start);
    return fits;
}

/* ---- Sentences ---------------------------------------------------------------------------- */

/* Quotes and brackets that open, and signs that stand before a sentence. */
static bool opens(uint32_t c)
{
    return c == '"' || c == '\'' || c == '(' || c == '[' || c == 0xBF || c == 0xA1 || c == 0xAB ||
           (c >= 0x2018 && c <= 0x201F) || c == 0x2039 || c == 0x300C || c == 0x300E ||
           c == 0xFF08 || c == '$' || c == 0xA3 || c == 0x20AC;
}

/* Where the sentence of this first word begins: with what opens before it. */
static size_t with_openers(const choice *c, size_t word)
{
    size_t at = word;
    while (at) {
        unsigned width;
        const char *end = c->text.data + at, *before = mg_utf8_before(c->text.data, end);
        if (!opens(mg_utf8_get(before, end, &width)))
            break;
        at = (size_t)(before - c->text.data);
    }
    return at;
}

/* The text begins a sentence whatever stands there. */
static bool read_sentences(choice *c)
{
    const mg_starts *known = c->task->sentences;
    size_t end = mg_trim_space(c->text, 0, c->text.len);
    c->starts = malloc((known->n + 2) * sizeof *c->starts);
    if (!c->starts)
        return false;
    c->starts[c->n_starts++] = mg_skip_space(c->text, 0, end);
    for (size_t i = 0; i < known->n; i++)
        if (known->at[i] > c->starts[c->n_starts - 1])
            c->starts[c->n_starts++] = known->at[i];
    c->starts[c->n_starts] = end;
    return true;
}

static size_t start_of(const choice *c, size_t sentence)
{
    size_t floor = c->starts[sentence ? sentence - 1 : 0];
    size_t start =
        sentence < c->n_starts ? with_openers(c, c->starts[sentence]) : c->starts[sentence];
    return start > floor ? start : c->starts[sentence];
}

static size_t end_of(const choice *c, size_t sentence)
{
    return mg_trim_space(c->text, c->starts[sentence], start_of(c, sentence + 1));
}

/* The sentence in which the byte is. */
static size_t sentence_at(const choice *c, size_t at)
{
    size_t low = 0, high = c->n_starts; /* the first that begins behind it */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (c->starts[middle] <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? low - 1 : 0;
}

/* Where two are farther from each other than a passage is long, it does not matter how far. */
static void measure_units(choice *c)
{
    size_t at = 0, letters = 0, most = 2 * c->task->length;
    for (size_t i = 0; i < c->n_units; i++) {
        unit *u = &c->units[i];
        letters += mg_letters_count(c->text, at, u->start, most);
        at = u->start;
        u->at = letters;
        u->sentence = sentence_at(c, u->start);
        u->letters = mg_letters_count(c->text, u->start, u->end, most);
    }
}

/* ---- The densest place -------------------------------------------------------------------- */

typedef struct dense {
    mg_window at;
    long worth; /* 0: none */
} dense;

/* The best run of units from unit `first` on that ends before `end`. */
static dense best_from(choice *c, size_t first, size_t end)
{
    const unit *from = &c->units[first];
    size_t length = c->task->length, letters = 0, last = from->start, more = 0;
    long gained = 0;
    dense best = {{0, 0}, 0};
    c->round++;
    for (size_t i = first; i < c->n_units && c->units[i].at - from->at <= length; i++) {
        const unit *u = &c->units[i];
        size_t reach = u->at - from->at + u->letters;
        if (u->end > end || (reach > length && i > first))
            continue;
        if (c->counted[u->mark] != c->round)
            gained += c->shown[u->mark] ? KNOWN : NEW;
        else if (more++ < MORE_MAX)
            gained += MORE;
        c->counted[u->mark] = c->round;
        letters = reach > letters ? reach : letters;
        last = u->end > last ? u->end : last;
        long wide = (long)(WIDE * (letters < length ? letters : length) / (length + 1));
        long worth = gained - wide - SPLIT * (long)(u->sentence - from->sentence);
        if (worth > best.worth)
            best = (dense){{from->start, last}, worth};
    }
    return best;
}

static dense densest(choice *c, size_t start, size_t end)
{
    dense best = {{0, 0}, 0};
    for (size_t i = 0; i < c->n_units && c->units[i].start < end; i++) {
        if (c->units[i].start < start || c->units[i].end > end)
            continue;
        dense d = best_from(c, i, end);
        if (d.worth > best.worth)
            best = d;
    }
    return best;
}

/* ---- From a place to a passage ------------------------------------------------------------ */

/* At a word in front of the place, half of what is left of the length before it; where there are no
 * spaces, at a character. */
static size_t start_at_word(const choice *c, mg_window place, size_t least)
{
    size_t used = mg_letters_count(c->text, place.start, place.end, c->task->length);
    size_t at = mg_letters_back(c->text, place.start, (c->task->length - used) / 2);
    if (at <= least)
        return mg_skip_space(c->text, least, place.start);
    for (size_t i = at; i <= place.start; i++)
        if (mg_is_space(c->text.data[i - 1]))
            return mg_skip_space(c->text, i, place.start);
    return at;
}

/* At the sentence of the place if that leaves room for all of it, and earlier where little comes
 * behind it; else at a word. */
static size_t choose_start(const choice *c, mg_window place, mg_window room)
{
    size_t length = c->task->length;
    size_t k = sentence_at(c, place.start);
    size_t start = start_of(c, k), most = length + length / 5;
    if (start < room.start || mg_letters_count(c->text, start, place.end, most + 1) > most)
        return start_at_word(c, place, room.start);
    while (k && start_of(c, k - 1) >= room.start &&
           mg_letters_count(c->text, start_of(c, k - 1), room.end, length + 1) <= length)
        start = start_of(c, --k);
    return start;
}

static size_t distance(size_t a, size_t b)
{
    return a < b ? b - a : a - b;
}

/* The end of the last word that ends in [least, end], or of the word at `end` if that is before
 * `most`; `end` itself where there is neither: there are scripts without spaces. */
static size_t end_at_word(const choice *c, size_t least, size_t end, size_t most)
{
    for (size_t i = end; i < c->text.len && i >= least && i; i--)
        if (mg_is_space(c->text.data[i]))
            return i;
    for (size_t i = end; i < most; i++)
        if (mg_is_space(c->text.data[i]))
            return i;
    return end;
}

/* The end of the sentence that comes nearest to the length; 0: none comes near. */
static size_t end_at_sentence(const choice *c, size_t from, size_t full, size_t most)
{
    size_t best = 0;
    for (size_t k = sentence_at(c, from ? from - 1 : 0); k < c->n_starts; k++) {
        size_t end = end_of(c, k);
        if (end > most)
            break;
        if (end >= from && (!best || distance(end, full) < distance(best, full)))
            best = end;
    }
    return best;
}

static size_t choose_end(const choice *c, size_t start, mg_window place, mg_window room)
{
    size_t length = c->task->length;
    size_t least = mg_letters_ahead(c->text, start, length - length / 4);
    size_t full = mg_letters_ahead(c->text, start, length);
    size_t most = mg_letters_ahead(c->text, full, length / 5);
    size_t twice = mg_letters_ahead(c->text, full, length);
    size_t end = mg_trim_space(c->text, start, room.end);
    if (most >= end)
        return end;
    if (place.end > full && place.end <= twice)
        full = place.end;
    size_t from = place.end > least ? place.end : least;
    size_t sentence = end_at_sentence(c, from, full, most);
    if (sentence)
        return sentence;
    most = most > full ? most : full;
    return end_at_word(c, place.end <= full ? place.end : least, full, most < end ? most : end);
}

static mg_window passage_around(const choice *c, mg_window place, mg_window room)
{
    mg_window w = {.start = choose_start(c, place, room)};
    w.end = mg_trim_space(c->text, w.start, choose_end(c, w.start, place, room));
    return w;
}

/* ---- One after the other ------------------------------------------------------------------ */

static void add_window(choice *c, mg_window w)
{
    size_t place = c->n_windows++;
    for (; place && c->windows[place - 1].start > w.start; place--)
        c->windows[place] = c->windows[place - 1];
    c->windows[place] = w;
    for (size_t i = 0; i < c->n_units; i++)
        if (c->units[i].start >= w.start && c->units[i].end <= w.end)
            c->shown[c->units[i].mark] = true;
}

/* The best passage of what is left; false where nothing of it was asked for. */
static bool add_next(choice *c)
{
    dense best = {{0, 0}, 0};
    mg_window room = {0, 0};
    for (size_t i = 0; i <= c->n_windows; i++) {
        size_t start = i ? c->windows[i - 1].end : c->starts[0];
        size_t end = i < c->n_windows ? c->windows[i].start : c->starts[c->n_starts];
        dense d = densest(c, start, end);
        if (d.worth <= best.worth)
            continue;
        best = d;
        room = (mg_window){start, end};
    }
    if (!best.worth)
        return false;
    add_window(c, passage_around(c, best.at, room));
    return true;
}

static void choose_all(choice *c)
{
    size_t most = c->task->most < MG_PASSAGES_MAX ? c->task->most : MG_PASSAGES_MAX;
    mg_window all = {c->starts[0], c->starts[c->n_starts]};
    while (c->n_windows < most && add_next(c))
        ;
    if (!c->n_windows && all.start < all.end)
        add_window(c, passage_around(c, (mg_window){all.start, all.start}, all));
}

morgue_status mg_passages_choose(const mg_passage_task *task, mg_window ret[MG_PASSAGES_MAX],
                                 size_t *ret_n, morgue_error *err)
{
    choice c = {.task = task, .text = task->text, .windows = ret};
    bool fits = add_units(&c) && read_sentences(&c);
    if (fits) {
        c.shown = calloc(c.n_marks + 1, sizeof *c.shown);
        c.counted = calloc(c.n_marks + 1, sizeof *c.counted);
        fits = c.shown && c.counted;
    }
    if (fits) {
        measure_units(&c);
        choose_all(&c);
        *ret_n = c.n_windows;
    }
    free(c.units);
    free(c.starts);
    free(c.shown);
    free(c.counted);
    return fits ? MORGUE_OK : mg_fail_memory(err);
}
