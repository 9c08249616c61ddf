/* Marks in articles, compared with a slow search that tries everything. */
#include <stdlib.h>
#include <string.h>

#include "archive/sentence.h"
#include "search/results/results.h"
#include "tests/unit/scratch.h"

static scratch s;
static morgue_archive *archive;
static morgue_error err;

static const char *const words[] = {
    "a",         "b",    "a",    "b",     "c",    "Cease-Fire",
    "ceasefire", "U.S.", "\n\n", "cease", "fire", "\xE5\x8C\x97\xE7\xBA\xA6\xE7\xBB\x84"};

/* All words are in the archive, so that plans know them. */
static void setup(void)
{
    morgue_writer *writer;
    mg_buffer text = {0};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        put(&text, words[i]);
        put(&text, " ");
    }
    scratch_open(&s);
    OK(morgue_writer_open(s.path, NULL, &writer, &err));
    morgue_article *a = make_article((const field_text[]){{MORGUE_TEXT, text.data}, {0}});
    OK(morgue_writer_add(writer, a, NULL, &err));
    OK(morgue_writer_commit(writer, &err));
    morgue_article_free(a);
    morgue_writer_free(writer);
    mg_buffer_free(&text);
    OK(morgue_archive_open(s.path, &archive, &err));
}

static void teardown(void)
{
    morgue_archive_free(archive);
    scratch_close(&s);
}

/* ---- The slow search ---------------------------------------------------------------------- */

enum { FOUND_MAX = 40000 };

/* Something at positions [first, last], bytes [start, end) of the title or the text. */
typedef struct place {
    uint32_t first;
    uint32_t last;
    size_t start;
    size_t end;
    bool in_title;
} place;

typedef struct places {
    place *at;
    size_t n;
} places;

typedef struct kept {
    char term[MG_TERM_MAX];
    size_t len;
    place at;
} kept;

static kept tokens[4000];
static size_t n_tokens;
static uint32_t sentences[2000], paragraphs[2000];
static size_t n_sentences, n_paragraphs;

static void keep(const mg_token *token, uint32_t position, bool in_title)
{
    kept *k = &tokens[n_tokens++];
    memcpy(k->term, token->term, token->len);
    k->len = token->len;
    k->at = (place){position, position, token->start, token->end, in_title};
}

static uint32_t keep_tokens(morgue_text text, uint32_t position, bool in_title)
{
    mg_tokenizer t;
    mg_token token, last = {0};
    bool any = false;
    mg_tokenizer_init(&t, text.data, text.len, position);
    while (mg_tokenizer_next(&t, &token)) {
        keep(&token, token.position, in_title);
        if (token.kind == MG_JOINED) {
            keep(&token, token.position + 1, in_title);
            continue;
        }
        mg_break what =
            in_title ? MG_BREAK_NONE : mg_break_before(text.data, any ? &last : NULL, &token);
        if (what != MG_BREAK_NONE)
            sentences[n_sentences++] = token.position;
        if (what == MG_BREAK_PARAGRAPH)
            paragraphs[n_paragraphs++] = token.position;
        last = token;
        any = true;
    }
    return mg_tokenizer_position(&t);
}

static void add(places *p, place at)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->at[i].first == at.first && p->at[i].last == at.last && p->at[i].start == at.start &&
            p->at[i].end == at.end)
            return;
    CHECK(p->n < FOUND_MAX);
    p->at[p->n++] = at;
}

static places find(const mg_span *span);

static void find_group(const mg_group *group, places *ret)
{
    for (size_t i = 0; i < n_tokens; i++)
        if (mg_group_has(group, tokens[i].term, tokens[i].len) &&
            (!*group->prefix || tokens[i].at.in_title))
            add(ret, tokens[i].at);
}

/* Goes on with a phrase whose words up to `child` stand at `so_far`. */
static void go_on(const mg_span *child, uint32_t first, place so_far, places *ret)
{
    if (!child) {
        add(ret, so_far);
        return;
    }
    places here = find(child);
    for (size_t i = 0; i < here.n; i++) {
        place next = here.at[i];
        if (next.first != first + child->offset)
            continue;
        next.first = first;
        next.start = so_far.start < next.start ? so_far.start : next.start;
        next.end = so_far.end > next.end ? so_far.end : next.end;
        go_on(child->next, first, next, ret);
    }
    free(here.at);
}

static void find_phrase(const mg_span *span, places *ret)
{
    places first = find(span->child);
    for (size_t i = 0; i < first.n; i++)
        go_on(span->child->next, first.at[i].first, first.at[i], ret);
    free(first.at);
}

static size_t part_of(const uint32_t *bounds, size_t n, uint32_t position)
{
    size_t part = 0;
    for (size_t i = 0; i < n; i++)
        part += bounds[i] <= position;
    return part;
}

static bool in_one_part(const uint32_t *bounds, size_t n, const place *x, const place *y)
{
    size_t part = part_of(bounds, n, x->first);
    return part == part_of(bounds, n, x->last) && part == part_of(bounds, n, y->first) &&
           part == part_of(bounds, n, y->last);
}

static bool near(const mg_near *how, const place *x, const place *y)
{
    bool behind = y->first > x->last, before = y->last < x->first && !how->ordered;
    if (!behind && !before)
        return false;
    uint32_t apart = behind ? y->first - x->last : x->first - y->last;
    switch (how->reach) {
    case MG_REACH_WORDS: return apart <= how->words;
    case MG_REACH_SENTENCE: return in_one_part(sentences, n_sentences, x, y);
    case MG_REACH_PARAGRAPH: return in_one_part(paragraphs, n_paragraphs, x, y);
    }
    return false;
}

/* Only positions count of what stands near each other. */
static void find_near(const mg_span *span, places *ret)
{
    places left = find(span->child), right = find(span->child->next);
    for (size_t i = 0; i < left.n; i++) {
        const place *x = &left.at[i];
        bool any = false;
        for (size_t j = 0; j < right.n; j++) {
            const place *y = &right.at[j];
            if (!near(&span->near, x, y))
                continue;
            any = true;
            if (!span->near.negated)
                add(ret, (place){x->first < y->first ? x->first : y->first,
                                 x->last > y->last ? x->last : y->last, 0, 0, false});
        }
        if (span->near.negated && !any)
            add(ret, (place){x->first, x->last, 0, 0, false});
    }
    free(left.at);
    free(right.at);
}

static places find(const mg_span *span)
{
    places ret = {malloc(FOUND_MAX * sizeof *ret.at), 0};
    CHECK(ret.at);
    if (span->kind == MG_SPAN_GROUP)
        find_group(span->group, &ret);
    else if (span->kind == MG_SPAN_PHRASE)
        find_phrase(span, &ret);
    else if (span->kind == MG_SPAN_NEAR)
        find_near(span, &ret);
    for (const mg_span *child = span->kind == MG_SPAN_OR ? span->child : NULL; child;
         child = child->next) {
        places some = find(child);
        for (size_t i = 0; i < some.n; i++)
            add(&ret, some.at[i]);
        free(some.at);
    }
    return ret;
}

/* ---- Comparing ---------------------------------------------------------------------------- */

static const mg_match *match_at(const mg_match_list *list, size_t mark, const place *at)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].mark == mark && list->at[i].start == at->start &&
            list->at[i].end == at->end)
            return &list->at[i];
    return NULL;
}

/* The shortest of the runs that has the place; 0: none. */
static uint32_t shortest(const places *runs, const place *at)
{
    uint32_t least = 0;
    for (size_t i = 0; i < runs->n; i++) {
        const place *run = &runs->at[i];
        uint32_t length = run->last - run->first + 1;
        if (run->first <= at->first && run->last >= at->last && (!least || length < least))
            least = length;
    }
    return least;
}

/* The words and phrases of the span that lie in its runs are marked, once each. Returns how many
 * there are. */
static size_t check_parts(const mg_span *span, size_t mark, const places *runs,
                          const mg_marks *marks, places *known)
{
    size_t n = 0;
    if (span->kind == MG_SPAN_OR || span->kind == MG_SPAN_NEAR) {
        bool negated = span->kind == MG_SPAN_NEAR && span->near.negated;
        for (const mg_span *child = span->child; child; child = negated ? NULL : child->next)
            n += check_parts(child, mark, runs, marks, known);
        return n;
    }
    places parts = find(span);
    for (size_t i = 0; i < parts.n; i++) {
        place at = parts.at[i];
        if (!shortest(runs, &at))
            continue;
        const mg_match *m = match_at(at.in_title ? &marks->title : &marks->text, mark, &at);
        CHECK(m);
        size_t before = known->n;
        at.first = at.last = at.in_title;
        add(known, at);
        n += known->n - before;
    }
    free(parts.at);
    return n;
}

/* Each whole begins and ends with a match of its mark, and each match lies in its whole. */
static void check_wholes(const mg_match_list *list, const mg_match_list *wholes)
{
    for (size_t i = 0; i < list->n; i++) {
        const mg_match *m = &list->at[i];
        bool covered = false;
        CHECK(!i || m[-1].start <= m->start);
        for (size_t k = 0; k < wholes->n && !covered; k++)
            covered = wholes->at[k].mark == m->mark && wholes->at[k].start <= m->start &&
                      wholes->at[k].end >= m->end;
        CHECK(covered);
    }
    for (size_t k = 0; k < wholes->n; k++) {
        const mg_match *w = &wholes->at[k];
        bool begins = false, ends = false;
        CHECK(!k || w[-1].start <= w->start);
        for (size_t i = 0; i < list->n; i++) {
            begins = begins || (list->at[i].mark == w->mark && list->at[i].start == w->start);
            ends = ends || (list->at[i].mark == w->mark && list->at[i].end == w->end);
        }
        CHECK(begins && ends);
    }
}

static void check(const char *query, const morgue_article *article)
{
    mg_plan *plan;
    mg_matcher *matcher;
    places known = {malloc(FOUND_MAX * sizeof *known.at), 0};
    size_t n = 0;
    OK(mg_plan_for(archive, query, NULL, false, MG_NO_DEADLINE, &plan, &err));
    OK(mg_matcher_new(plan, &matcher, &err));
    OK(mg_matcher_read(matcher, article, &err));
    OK(mg_matcher_mark(matcher, &err));
    const mg_marks *marks = mg_matcher_marks(matcher);
    n_tokens = n_sentences = n_paragraphs = 0;
    uint32_t next = keep_tokens(morgue_article_get(article, MORGUE_TITLE, 0), 1, true);
    keep_tokens(morgue_article_get(article, MORGUE_TEXT, 0), next + MG_FIELD_GAP, false);
    for (size_t i = 0; i < mg_plan_mark_count(plan); i++) {
        const mg_span *span = mg_plan_mark(plan, i);
        places runs = find(span);
        bool stands;
        OK(mg_matcher_stands(matcher, span, &stands, &err));
        CHECK(stands == (runs.n > 0));
        known.n = 0;
        n += check_parts(span, i, &runs, marks, &known);
        free(runs.at);
    }
    if (n != marks->title.n + marks->text.n)
        ck_abort_msg("%s: %zu and %zu matches, not %zu in '%s'", query, marks->title.n,
                     marks->text.n, n, morgue_article_get(article, MORGUE_TEXT, 0).data);
    check_wholes(&marks->title, &marks->title_wholes);
    check_wholes(&marks->text, &marks->text_wholes);
    free(known.at);
    mg_matcher_free(matcher);
    mg_plan_free(plan);
}

static void roll_text(uint64_t *seed, unsigned most, mg_buffer *ret)
{
    mg_buffer_clear(ret);
    put(ret, ".");
    for (unsigned n = roll(seed, most); n; n--) {
        put(ret, words[roll(seed, sizeof words / sizeof *words)]);
        put(ret, roll(seed, 8) ? " " : roll(seed, 2) ? " \t\n " : ". ");
    }
}

static const char *const queries[] = {
    "\"a ceasefire\"",
    "\"b cease-fire b\"",
    "a",
    "\"a b\"",
    "\"a a b\"",
    "\"b a b a\"",
    "ceasefire",
    "a b c",
    "\"a b\" OR \"b c\"",
    "\"cease fire\"",
    "\"a cease fire\"",
    "\"us a\"",
    "a NOT b",
    "\"a * b\"",
    "c*",
    "\"\xE5\x8C\x97\xE7\xBA\xA6\"",
    "title:a b",
    "title:(a W/2 b)",
    "a W/3 b",
    "a W/200 b",
    "a PRE/2 b",
    "(a OR b) W/2 c",
    "\"a b\" W/4 c",
    "a W/2 b W/3 c",
    "a NOT W/2 b",
    "a W/S b",
    "b PRE/P c",
    "(a b) W/3 cease-fire",
    "(a NOT W/2 c) W/4 b",
    "a W/2 a",
};

START_TEST(test_marks)
{
    uint64_t seed = (uint64_t)_i;
    mg_buffer title = {0}, text = {0};
    for (int round = 0; round < 12; round++)
        for (size_t q = 0; q < sizeof queries / sizeof *queries; q++) {
            roll_text(&seed, 8, &title);
            roll_text(&seed, 40, &text);
            morgue_article *a = make_article(
                (const field_text[]){{MORGUE_TITLE, title.data}, {MORGUE_TEXT, text.data}, {0}});
            check(queries[q], a);
            morgue_article_free(a);
        }
    mg_buffer_free(&title);
    mg_buffer_free(&text);
}
END_TEST

/* Nothing takes long, and nothing is marked without end, where everything is near everything. */
START_TEST(test_many)
{
    mg_buffer text = {0};
    mg_plan *plan;
    mg_matcher *matcher;
    for (int i = 0; i < 20000; i++)
        put(&text, i % 2 ? "a " : "b ");
    morgue_article *a = make_article((const field_text[]){{MORGUE_TEXT, text.data}, {0}});
    OK(mg_plan_for(archive, "a W/50 b", NULL, false, MG_NO_DEADLINE, &plan, &err));
    OK(mg_matcher_new(plan, &matcher, &err));
    OK(mg_matcher_read(matcher, a, &err));
    OK(mg_matcher_mark(matcher, &err));
    const mg_marks *marks = mg_matcher_marks(matcher);
    ck_assert_uint_le(marks->text_wholes.n, MG_MATCHES_MAX);
    ck_assert_uint_ge(marks->text.n, MG_MATCHES_MAX);
    mg_matcher_free(matcher);
    mg_plan_free(plan);
    morgue_article_free(a);
    mg_buffer_free(&text);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("marks");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_marks, 0, 5);
    tcase_add_test(tests, test_many);
    return run_tests("marks", tests);
}
