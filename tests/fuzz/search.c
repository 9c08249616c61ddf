/* Queries that run: the same hits whichever way the archive is read, on a page as in the whole, in
 * one shard as in several; and what is shown of hits is sound.
 *
 * The first byte: order of the hits (bits 0-1), place of the page (bits 2-3), whether what follows
 * is the text of the query or (bit 7) the numbers of pieces of it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/path.h"
#include "search/match/clock.h"
#include "search/results/desk.h"
#include "search/results/judge.h"
#include "search/results/results.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/results/odd_news.h"

enum { ALL = 2 * ODD_NEWS, PATIENCE_MS = 3000, FACETS = 6, LINES_MAX = 2000 };

static const unsigned shards[2] = {1, 3};
static char folder[64];

/* An archive, and the same read by iterators. */
typedef struct pair {
    morgue_archive *direct;
    morgue_archive slow;
} pair;

/* ---- The archives ------------------------------------------------------------------------- */

static void clean_up(void)
{
    mg_path_remove(folder);
}

static void open_pair(unsigned n, pair *ret)
{
    char path[96];
    morgue_error err;
    snprintf(path, sizeof path, "%s/%u", folder, n);
    EXPECT_OK(odd_news_write(path, n, &err), &err);
    EXPECT_OK(morgue_archive_open(path, &ret->direct, &err), &err);
    EXPECT(ret->direct->manifest.count == n);
    ret->slow = *ret->direct;
    ret->slow.memo = NULL;
    ret->slow.indexes = calloc(n, sizeof(*ret->slow.indexes));
    EXPECT(ret->slow.indexes);
    for (unsigned i = 0; i < n; i++) {
        xap_database *db;
        char *shard = mg_path_join(path, ret->direct->manifest.shards[i]);
        const char *only = shard;
        EXPECT(shard && xap_database_open(&only, 1, &db, NULL) == XAP_OK);
        EXPECT_OK(mg_index_open_iterators(db, &ret->slow.indexes[i], &err), &err);
        free(shard);
    }
}

/* Both, made when first needed; they stay until the end. */
static pair *archives(void)
{
    static pair both[2];
    if (!*folder) {
        bool memory = access("/dev/shm", W_OK) == 0;
        snprintf(folder, sizeof folder, "%s/morgue-fuzz-XXXXXX", memory ? "/dev/shm" : "/tmp");
        EXPECT(mkdtemp(folder));
        atexit(clean_up);
        for (size_t i = 0; i < 2; i++)
            open_pair(shards[i], &both[i]);
    }
    return both;
}

/* ---- The query ---------------------------------------------------------------------------- */

static char *from_pieces(const uint8_t *data, size_t size)
{
    mg_buffer text = {0};
    size_t n = 0;
    while (odd_news_pieces[n])
        n++;
    EXPECT(mg_buffer_append(&text, "", 0));
    for (size_t i = 0; i < size; i++) {
        const char *piece = odd_news_pieces[data[i] % n];
        EXPECT(mg_buffer_append_string(&text, piece));
        if (piece[strlen(piece) - 1] != ':' && strcmp(piece, "-") != 0)
            EXPECT(mg_buffer_append_byte(&text, ' '));
    }
    return text.data;
}

/* As a string: an end inside of it is the end. */
static char *from_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    EXPECT(text);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

/* ---- Hits --------------------------------------------------------------------------------- */

/* False where the query is refused. */
static bool find(morgue_archive *archive, const char *query, mg_finding how, mg_page *ret)
{
    mg_plan *plan = NULL;
    mg_judge judge;
    morgue_error err = {0};
    const mg_plan_setting setting = mg_desk_setting(archive, NULL);
    morgue_status status = mg_plan_make(query, MORGUE_NUL, &setting, &plan, &err);
    *ret = (mg_page){0};
    EXPECT(status == MORGUE_OK || status == MORGUE_BAD_QUERY);
    if (status != MORGUE_OK)
        return false;
    how.deadline.at = mg_now_ms() + PATIENCE_MS;
    mg_judge_init(&judge, archive, plan, how.deadline);
    const mg_text_judge face = mg_judge_face(&judge);
    how.judge = &face;
    EXPECT_OK(mg_find(archive, plan, &how, ret, &err), &err);
    for (size_t i = 0; i < archive->manifest.count; i++)
        EXPECT_OK(mg_index_check(archive->indexes[i], &err), &err);
    mg_judge_free(&judge);
    mg_plan_free(plan);
    return true;
}

static void expect_same_hits(const mg_page *a, size_t from, const mg_page *b)
{
    for (size_t i = 0; i < b->count; i++) {
        const mg_hit *x = &a->hits[from + i], *y = &b->hits[i];
        EXPECT(x->docid == y->docid && x->shard == y->shard && x->score == y->score);
    }
}

/* The page that begins with hit `first` of the whole. */
static void expect_page(morgue_archive *archive, const char *query, mg_finding how, size_t first,
                        const mg_page *whole)
{
    mg_page page;
    how.exact = false;
    EXPECT(find(archive, query, how, &page));
    first = first < whole->count ? first : whole->count;
    size_t rest = whole->count - first;
    if (!page.partial) {
        EXPECT(page.count == (rest < how.limit ? rest : how.limit));
        EXPECT(!page.total_is_exact || page.total == whole->total);
        EXPECT(page.total >= page.count);
        EXPECT(page.more == (page.count && page.count < rest));
        expect_same_hits(whole, first, &page);
    }
    mg_page_free(&page);
}

/* Finds everything, both ways, and pages of it. */
static bool expect_ways(pair *p, const char *query, uint8_t choice, mg_page *ret)
{
    mg_page slow;
    mg_finding how = {.limit = ALL, .sort = (morgue_sort)((choice & 3) % 3), .exact = true};
    if (!find(p->direct, query, how, ret))
        return false;
    EXPECT(find(&p->slow, query, how, &slow));
    if (!ret->partial && !slow.partial) {
        EXPECT(ret->count == slow.count && ret->total == slow.total);
        EXPECT(ret->total_is_exact && ret->count == ret->total && ret->total <= ODD_NEWS);
        expect_same_hits(ret, 0, &slow);
        how.limit = 1 + (choice >> 4 & 7);
        how.offset = (choice >> 2 & 3) * how.limit;
        expect_page(p->direct, query, how, how.offset, ret);
        if (how.offset && how.offset <= ret->count) { /* the same by its place */
            how.after = &ret->hits[how.offset - 1];
            expect_page(p->direct, query, how, 2 * (size_t)how.offset, ret);
            expect_page(&p->slow, query, how, 2 * (size_t)how.offset, ret);
        }
    }
    mg_page_free(&slow);
    return true;
}

static int by_score(const void *a, const void *b)
{
    double x = ((const mg_hit *)a)->score, y = ((const mg_hit *)b)->score;
    return (x < y) - (x > y);
}

static void expect_same_scores(mg_page *a, mg_page *b)
{
    EXPECT(a->count == b->count && a->total == b->total);
    if (!a->count)
        return;
    qsort(a->hits, a->count, sizeof *a->hits, by_score);
    qsort(b->hits, b->count, sizeof *b->hits, by_score);
    for (size_t i = 0; i < a->count; i++)
        EXPECT(fabs(a->hits[i].score - b->hits[i].score) < 1e-9);
}

/* ---- What is shown ------------------------------------------------------------------------ */

static void expect_passage(const morgue_passage *p)
{
    uint32_t end = 0;
    fuzz_expect_clean(p->text.data, p->text.len);
    for (size_t i = 0; i < p->n_marks; i++) {
        EXPECT(p->marks[i].len > 0 && p->marks[i].start >= end);
        end = p->marks[i].start + p->marks[i].len;
        EXPECT(end <= p->text.len);
        EXPECT(((unsigned char)p->text.data[p->marks[i].start] & 0xC0) != 0x80);
        EXPECT(end == p->text.len || ((unsigned char)p->text.data[end] & 0xC0) != 0x80);
    }
}

static void expect_hit(morgue_results *results, size_t i)
{
    morgue_error err;
    morgue_hit hit;
    const morgue_line *lines;
    size_t n;
    EXPECT_OK(morgue_results_hit(results, i, &hit, &err), &err);
    EXPECT(isfinite(hit.score) && hit.score >= 0);
    expect_passage(&hit.title);
    bool text = morgue_article_count(hit.article, MORGUE_TEXT);
    EXPECT(text == (hit.n_passages > 0));
    for (size_t k = 0; k < hit.n_passages; k++)
        expect_passage(&hit.passages[k]);
    EXPECT_OK(morgue_results_lines(results, i, (uint32_t)i * 7, &lines, &n, &err), &err);
    for (size_t k = 0; k < n && k < LINES_MAX; k++) {
        fuzz_expect_clean(lines[k].left.data, lines[k].left.len);
        fuzz_expect_clean(lines[k].node.data, lines[k].node.len);
        fuzz_expect_clean(lines[k].right.data, lines[k].right.len);
        EXPECT(lines[k].node.len);
    }
}

static void expect_counts(const morgue_results *results)
{
    morgue_facet facet;
    morgue_bucket bucket;
    uint64_t total = morgue_results_total(results), dated = 0;
    for (size_t f = 0; f < FACETS; f++) {
        uint64_t last = UINT64_MAX, without = morgue_results_facet_without(results, f);
        EXPECT(without <= total);
        for (size_t i = 0; morgue_results_facet(results, f, i, &facet); i++) {
            EXPECT(facet.count && facet.count <= total - without && facet.main <= facet.count);
            EXPECT(facet.count + facet.main <= last);
            last = facet.count + facet.main;
        }
    }
    for (size_t i = 0; morgue_results_bucket(results, i, &bucket); i++) {
        EXPECT(bucket.count <= bucket.of);
        dated += bucket.count;
    }
    EXPECT(dated + morgue_results_undated(results) == total);
}

static void expect_shown(morgue_archive *archive, const char *query, uint8_t choice, uint64_t total)
{
    const morgue_search_options options = {.limit = 8,
                                           .offset = (choice >> 2 & 3) * 8,
                                           .snippets = 1 + (choice & 3),
                                           .snippet = 40 + 60 * (choice & 3),
                                           .timeout_ms = PATIENCE_MS,
                                           .explain = choice & 16,
                                           .timeline = (morgue_period)(1 + choice % 3),
                                           .facets = {MORGUE_PERSON, MORGUE_ACTOR, MORGUE_LOCATION,
                                                      MORGUE_SOURCE, MORGUE_ABOUT, MORGUE_BY},
                                           .n_facets = FACETS};
    morgue_results *results = NULL;
    morgue_error err = {0};
    morgue_status status = morgue_search(archive, query, &options, &results, &err);
    EXPECT_OK(status, &err);
    if (!morgue_results_partial(results)) {
        EXPECT(morgue_results_total(results) == total);
        expect_counts(results);
    }
    for (size_t i = 0; i < morgue_results_count(results); i++)
        expect_hit(results, i);
    morgue_results_free(results);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pair *both = archives();
    mg_page pages[2];
    if (!size || size > 600)
        return 0;
    char *query = data[0] & 128 ? from_pieces(data + 1, size - 1) : from_text(data + 1, size - 1);
    if (expect_ways(&both[0], query, data[0], &pages[0])) {
        EXPECT(expect_ways(&both[1], query, data[0], &pages[1]));
        if (!pages[0].partial && !pages[1].partial) {
            expect_shown(both[data[0] >> 6 & 1].direct, query, data[0], pages[0].total);
            expect_same_scores(&pages[0], &pages[1]);
        }
        mg_page_free(&pages[1]);
        mg_page_free(&pages[0]);
    }
    free(query);
    return 0;
}
