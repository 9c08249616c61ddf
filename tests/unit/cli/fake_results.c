/* A library that finds what a file says: morgue-search linked with it shows answers that no archive
 * has to be made for. The ARCHIVE operand is a file of JSON with these keys, all optional:
 *
 *   total, exact, partial, took_ms, notices, suggestion, next, undated
 *   missing   an id: no article is like it, because there is none
 *   lost      [["shard", "reason"]]: shards that did not answer
 *   shards    [["shard", articles, answer_ms, "trouble" or null]]
 *   walk      articles, and messages of shards that do not answer, as a walk meets them
 *   sleep     seconds that the search takes
 *   hits      objects with the keys of articles, and score, passages, lines, reasons:
 *             passages and titles have their marks as [[mark]] and begin or end with "..." where
 *             they are cut; lines are ["left", "node", "right"]; reasons are ["what", occurrences,
 *             in_title, score]
 *   facets    by the name of the field: {"values", "without", "top": [["value", count, main]]}
 *   timeline  [["from", count, of]]
 *   plan      [[depth, "what", "terms", n_terms, frequency, weight, ms]] */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "morgue.h"

struct morgue_archive {
    json_t *data;
};

/* A piece of text with its marks, and the memory that they need. */
typedef struct marked {
    char *text;
    morgue_mark *marks;
    morgue_passage passage;
} marked;

typedef struct fake_hit {
    json_t *data;
    morgue_article *article;
    marked title;
    marked *parts;
    morgue_passage *passages;
    morgue_line *lines;
} fake_hit;

struct morgue_results {
    json_t *data;
    morgue_search_options options;
    size_t count;
    fake_hit *hits;
};

static void *need(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

static morgue_text text_of(const json_t *value)
{
    if (!json_is_string(value))
        return (morgue_text){"", 0};
    return (morgue_text){json_string_value(value), json_string_length(value)};
}

static uint64_t number_of(const json_t *value)
{
    return (uint64_t)json_number_value(value);
}

/* ---- Archives ----------------------------------------------------------------------------- */

morgue_status morgue_archive_open(const char *path, morgue_archive **ret, morgue_error *err)
{
    json_error_t why;
    json_t *data = json_load_file(path, 0, &why);
    if (!data) {
        *err = (morgue_error){.status = MORGUE_NOT_FOUND, .offset = -1};
        snprintf(err->message, sizeof err->message, "%.100s:%d: %s", path, why.line, why.text);
        return MORGUE_NOT_FOUND;
    }
    *ret = need(calloc(1, sizeof **ret));
    (*ret)->data = data;
    return MORGUE_OK;
}

void morgue_archive_free(morgue_archive *archive)
{
    if (!archive)
        return;
    json_decref(archive->data);
    free(archive);
}

morgue_status morgue_changes_open(const char *path, const char *since, morgue_changes **ret,
                                  morgue_error *err)
{
    (void)path, (void)since, (void)ret;
    *err = (morgue_error){.status = MORGUE_INVALID, .message = "no changes here", .offset = -1};
    return MORGUE_INVALID;
}

void morgue_changes_free(morgue_changes *changes)
{
    (void)changes;
}

morgue_status morgue_changes_next(morgue_changes *changes, morgue_change *ret, morgue_error *err)
{
    (void)changes, (void)ret, (void)err;
    return MORGUE_INVALID;
}

const char *morgue_changes_mark(const morgue_changes *changes)
{
    (void)changes;
    return "";
}

bool morgue_archive_shard(morgue_archive *archive, size_t i, morgue_shard *ret)
{
    json_t *row = json_array_get(json_object_get(archive->data, "shards"), i);
    if (!row)
        return false;
    *ret = (morgue_shard){.name = text_of(json_array_get(row, 0)).data,
                          .articles = number_of(json_array_get(row, 1)),
                          .answer_ms = json_number_value(json_array_get(row, 2)),
                          .trouble = json_string_value(json_array_get(row, 3))};
    return true;
}

/* ---- Hits --------------------------------------------------------------------------------- */

static bool take(const char **from, const char *word)
{
    size_t len = strlen(word);
    if (strncmp(*from, word, len) != 0)
        return false;
    *from += len;
    return true;
}

static void mark_up(marked *ret, const char *from)
{
    char *to = ret->text = need(calloc(1, strlen(from) + 1));
    ret->marks = need(calloc(strlen(from) + 1, sizeof *ret->marks));
    ret->passage.starts_late = take(&from, "...");
    while (*from) {
        morgue_mark *mark = &ret->marks[ret->passage.n_marks];
        if (take(&from, "[["))
            mark->start = (uint32_t)(to - ret->text);
        else if (take(&from, "]]")) {
            mark->len = (uint32_t)(to - ret->text) - mark->start;
            ret->passage.n_marks++;
        } else if (strcmp(from, "...") == 0) {
            ret->passage.ends_early = true;
            break;
        } else {
            *to++ = *from++;
        }
    }
    ret->passage.text = (morgue_text){ret->text, (size_t)(to - ret->text)};
    ret->passage.marks = ret->marks;
}

static void fill_article(morgue_article *article, const json_t *data)
{
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++) {
        const morgue_field *field = morgue_field_at(i);
        json_t *value = json_object_get(data, field->key);
        size_t at;
        json_t *each;
        if (json_is_string(value))
            morgue_article_set(article, field->id, json_string_value(value), MORGUE_NUL, NULL);
        json_array_foreach(value, at, each) morgue_article_add(
            article, field->id, json_string_value(each), MORGUE_NUL, MORGUE_GIVEN, NULL);
    }
}

struct morgue_walk {
    json_t *rows;
    size_t at;
    morgue_article *article;
};

morgue_status morgue_walk_open(morgue_archive *archive, const char *query, morgue_walk **ret,
                               morgue_error *err)
{
    (void)query, (void)err;
    *ret = need(calloc(1, sizeof **ret));
    (*ret)->rows = json_object_get(archive->data, "walk");
    (*ret)->article = need(morgue_article_new());
    return MORGUE_OK;
}

void morgue_walk_free(morgue_walk *walk)
{
    morgue_article_free(walk->article);
    free(walk);
}

morgue_status morgue_walk_next(morgue_walk *walk, morgue_article **ret, morgue_error *err)
{
    json_t *row = json_array_get(walk->rows, walk->at++);
    if (json_is_string(row)) {
        *err = (morgue_error){.status = MORGUE_NETWORK, .offset = -1};
        snprintf(err->message, sizeof err->message, "%s", json_string_value(row));
        return MORGUE_NETWORK;
    }
    morgue_article_clear(walk->article);
    if (row)
        fill_article(walk->article, row);
    *ret = row ? walk->article : NULL;
    return MORGUE_OK;
}

static void fill_passages(fake_hit *hit)
{
    json_t *passages = json_object_get(hit->data, "passages");
    size_t at;
    json_t *each;
    hit->parts = need(calloc(json_array_size(passages) + 1, sizeof *hit->parts));
    hit->passages = need(calloc(json_array_size(passages) + 1, sizeof *hit->passages));
    json_array_foreach(passages, at, each)
    {
        mark_up(&hit->parts[at], json_string_value(each));
        hit->passages[at] = hit->parts[at].passage;
    }
}

static void fill_lines(fake_hit *hit)
{
    json_t *lines = json_object_get(hit->data, "lines");
    size_t at;
    json_t *each;
    hit->lines = need(calloc(json_array_size(lines) + 1, sizeof *hit->lines));
    json_array_foreach(lines, at, each) hit->lines[at] =
        (morgue_line){.left = text_of(json_array_get(each, 0)),
                      .node = text_of(json_array_get(each, 1)),
                      .right = text_of(json_array_get(each, 2))};
}

static void fill_hit(fake_hit *hit, json_t *data)
{
    const char *title = json_string_value(json_object_get(data, "title"));
    hit->data = data;
    hit->article = need(morgue_article_new());
    fill_article(hit->article, data);
    mark_up(&hit->title, title ? title : "");
    morgue_article_set(hit->article, MORGUE_TITLE, hit->title.text, MORGUE_NUL, NULL);
    fill_passages(hit);
    fill_lines(hit);
}

static void free_hit(fake_hit *hit)
{
    size_t n_passages = json_array_size(json_object_get(hit->data, "passages"));
    morgue_article_free(hit->article);
    for (size_t i = 0; i < n_passages; i++) {
        free(hit->parts[i].text);
        free(hit->parts[i].marks);
    }
    free(hit->title.text);
    free(hit->title.marks);
    free(hit->parts);
    free(hit->passages);
    free(hit->lines);
}

morgue_status morgue_results_hit(morgue_results *results, size_t i, morgue_hit *ret,
                                 morgue_error *err)
{
    (void)err;
    fake_hit *hit = &results->hits[i];
    size_t most = results->options.snippets ? results->options.snippets : 1;
    size_t there = json_array_size(json_object_get(hit->data, "passages"));
    *ret = (morgue_hit){.article = hit->article,
                        .score = json_number_value(json_object_get(hit->data, "score")),
                        .title = hit->title.passage,
                        .passages = hit->passages,
                        .n_passages = there < most ? there : most};
    return MORGUE_OK;
}

morgue_status morgue_results_lines(morgue_results *results, size_t i, uint32_t context,
                                   const morgue_line **ret, size_t *ret_n, morgue_error *err)
{
    (void)context, (void)err;
    *ret = results->hits[i].lines;
    *ret_n = json_array_size(json_object_get(results->hits[i].data, "lines"));
    return MORGUE_OK;
}

/* ---- Searching ---------------------------------------------------------------------------- */

morgue_status morgue_search(morgue_archive *archive, const char *query,
                            const morgue_search_options *options, morgue_results **ret,
                            morgue_error *err)
{
    (void)query;
    const char *missing = json_string_value(json_object_get(archive->data, "missing"));
    if (missing && options->similar && strcmp(missing, options->similar) == 0) {
        *err = (morgue_error){.status = MORGUE_NOT_FOUND, .message = "no such id", .offset = -1};
        return MORGUE_NOT_FOUND;
    }
    json_t *hits = json_object_get(archive->data, "hits");
    morgue_results *results = need(calloc(1, sizeof *results));
    sleep((unsigned)number_of(json_object_get(archive->data, "sleep")));
    results->data = archive->data;
    results->options = *options;
    results->count = options->count_only ? 0 : json_array_size(hits);
    results->hits = need(calloc(results->count + 1, sizeof *results->hits));
    for (size_t i = 0; i < results->count; i++)
        fill_hit(&results->hits[i], json_array_get(hits, i));
    *ret = results;
    return MORGUE_OK;
}

void morgue_results_free(morgue_results *results)
{
    if (!results)
        return;
    for (size_t i = 0; i < results->count; i++)
        free_hit(&results->hits[i]);
    free(results->hits);
    free(results);
}

size_t morgue_results_count(const morgue_results *results)
{
    return results->count;
}

uint64_t morgue_results_total(const morgue_results *results)
{
    return number_of(json_object_get(results->data, "total"));
}

bool morgue_results_total_is_exact(const morgue_results *results)
{
    return json_is_true(json_object_get(results->data, "exact"));
}

bool morgue_results_partial(const morgue_results *results)
{
    return json_is_true(json_object_get(results->data, "partial"));
}

size_t morgue_results_shards(const morgue_results *results)
{
    return json_array_size(json_object_get(results->data, "shards"));
}

bool morgue_results_missing(const morgue_results *results, size_t i, morgue_missing *ret)
{
    json_t *row = json_array_get(json_object_get(results->data, "lost"), i);
    if (!row)
        return false;
    *ret = (morgue_missing){.shard = text_of(json_array_get(row, 0)).data,
                            .reason = text_of(json_array_get(row, 1)).data};
    return true;
}

double morgue_results_took_ms(const morgue_results *results)
{
    return json_number_value(json_object_get(results->data, "took_ms"));
}

const char *morgue_results_notice(const morgue_results *results, size_t i)
{
    return json_string_value(json_array_get(json_object_get(results->data, "notices"), i));
}

const char *morgue_results_cursor(morgue_results *results)
{
    return json_string_value(json_object_get(results->data, "next"));
}

const char *morgue_results_suggestion(const morgue_results *results)
{
    return json_string_value(json_object_get(results->data, "suggestion"));
}

/* ---- Facets, timelines, plans ------------------------------------------------------------- */

static json_t *facet_data(const morgue_results *results, size_t facet)
{
    const char *name = morgue_field_at(results->options.facets[facet])->name;
    return json_object_get(json_object_get(results->data, "facets"), name);
}

bool morgue_results_facet(const morgue_results *results, size_t facet, size_t i, morgue_facet *ret)
{
    json_t *row = json_array_get(json_object_get(facet_data(results, facet), "top"), i);
    if (!row)
        return false;
    *ret = (morgue_facet){text_of(json_array_get(row, 0)), number_of(json_array_get(row, 1)),
                          number_of(json_array_get(row, 2))};
    return true;
}

uint64_t morgue_results_facet_values(const morgue_results *results, size_t facet)
{
    return number_of(json_object_get(facet_data(results, facet), "values"));
}

uint64_t morgue_results_facet_without(const morgue_results *results, size_t facet)
{
    return number_of(json_object_get(facet_data(results, facet), "without"));
}

bool morgue_results_bucket(const morgue_results *results, size_t i, morgue_bucket *ret)
{
    json_t *row = json_array_get(json_object_get(results->data, "timeline"), i);
    if (!row || !results->options.timeline)
        return false;
    *ret = (morgue_bucket){.count = number_of(json_array_get(row, 1)),
                           .of = number_of(json_array_get(row, 2))};
    snprintf(ret->from, sizeof ret->from, "%s", text_of(json_array_get(row, 0)).data);
    return true;
}

uint64_t morgue_results_undated(const morgue_results *results)
{
    return number_of(json_object_get(results->data, "undated"));
}

bool morgue_results_step(const morgue_results *results, size_t i, morgue_step *ret)
{
    json_t *row = json_array_get(json_object_get(results->data, "plan"), i);
    if (!row || !results->options.explain)
        return false;
    *ret = (morgue_step){.depth = (unsigned)number_of(json_array_get(row, 0)),
                         .what = text_of(json_array_get(row, 1)),
                         .terms = text_of(json_array_get(row, 2)),
                         .n_terms = number_of(json_array_get(row, 3)),
                         .frequency = number_of(json_array_get(row, 4)),
                         .weight = json_number_value(json_array_get(row, 5)),
                         .ms = json_number_value(json_array_get(row, 6))};
    return true;
}

bool morgue_results_reason(const morgue_results *results, size_t hit, size_t i, morgue_reason *ret)
{
    json_t *row = json_array_get(json_object_get(results->hits[hit].data, "reasons"), i);
    if (!row || !results->options.explain)
        return false;
    *ret = (morgue_reason){.what = text_of(json_array_get(row, 0)),
                           .occurrences = (uint32_t)number_of(json_array_get(row, 1)),
                           .in_title = json_is_true(json_array_get(row, 2)),
                           .score = json_number_value(json_array_get(row, 3))};
    return true;
}
