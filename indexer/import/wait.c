#include <stdlib.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/import/importing.h"

/* What waits at most. The articles are counted, not what they take in memory, so that the same dump
 * read again, some of it passed over, comes to the same decision. */
enum { WAITING_ARTICLES = 4096 };
#define WAITING_BYTES ((uint64_t)32 << 20)

/* ---- The queue ---------------------------------------------------------------------------- */

static morgue_status push(mg_queue *q, const mg_arrival *a, morgue_error *err)
{
    if (q->count == q->cap) {
        size_t cap = q->cap ? q->cap * 2 : 64;
        mg_arrival *items = realloc(q->items, cap * sizeof *items);
        if (!items)
            return mg_fail_memory(err);
        q->items = items;
        q->cap = cap;
    }
    q->items[q->count++] = *a;
    return MORGUE_OK;
}

/* The article goes into the queue, and an empty one takes its place. */
static morgue_status keep(mg_importing *im, mg_arrival *a, morgue_error *err)
{
    morgue_article *fresh = morgue_article_new();
    morgue_status status = fresh ? push(&im->queue, a, err) : mg_fail_memory(err);
    if (status != MORGUE_OK) {
        morgue_article_free(fresh);
        return status;
    }
    im->queue.bytes += morgue_article_get(a->article, MORGUE_TITLE, 0).len +
                       morgue_article_get(a->article, MORGUE_TEXT, 0).len;
    im->queue.passed++;
    a->article = fresh;
    a->notes = (mg_buffer){0};
    return MORGUE_OK;
}

static bool is_end(const mg_arrival *a)
{
    return !a->article && !a->problem;
}

static void give_back(mg_arrival *a)
{
    morgue_article_free(a->article);
    mg_buffer_free(&a->notes);
    free(a->problem);
}

void mg_import_drop(mg_importing *im, mg_dump *dump)
{
    mg_queue *q = &im->queue;
    for (size_t i = 0; i < q->count; i++) {
        if (is_end(&q->items[i]))
            mg_dump_free(q->items[i].dump);
        give_back(&q->items[i]);
    }
    free(q->items);
    *q = (mg_queue){0};
    mg_dump_free(dump);
}

/* ---- Deciding ----------------------------------------------------------------------------- */

/* What many dumps have decided by what stands beside them is told once, of their folder. */
static void tell_order(mg_importing *im, mg_dump *dump, bool alone, bool *told_folder)
{
    char reason[400];
    bool of_folder = !alone && (dump->order.beside || dump->order.basis == ORDER_DEFAULT);
    if (dump->told || !dump->facts.ambiguous || (of_folder && *told_folder)) {
        dump->told = true;
        return;
    }
    const mg_order_facts *facts = of_folder || dump->order.beside ? &im->folder : &dump->facts;
    mg_order_explain(&dump->order, facts, reason, sizeof reason);
    const char *folder = im->folder_path.len ? im->folder_path.data : ".";
    mg_tell_place(im, MORGUE_NOTED, of_folder ? folder : dump->path, reason);
    *told_folder = *told_folder || of_folder;
    dump->told = true;
}

static void decide_all(mg_importing *im)
{
    const mg_queue *q = &im->queue;
    bool told_folder = false;
    size_t dumps = 0;
    const mg_dump *last = NULL;
    for (size_t i = 0; i < q->count; last = q->items[i++].dump)
        dumps += q->items[i].dump != last && q->items[i].dump->facts.ambiguous > 0;
    for (size_t i = 0; i < q->count; i++) {
        mg_dump *dump = q->items[i].dump;
        if (dump->decided || !dump->facts.ambiguous)
            continue;
        dump->order = mg_order_decide(&dump->facts, &im->folder);
        dump->decided = true;
        tell_order(im, dump, dumps <= 1, &told_folder);
    }
}

/* A dump whose order was decided may turn out to prove another one, or both: from there on that
 * counts. */
static void doubt(mg_importing *im, mg_dump *dump)
{
    bool told_folder = false;
    if (!dump->decided || dump->order.basis == ORDER_ASKED)
        return;
    mg_order now = mg_order_decide(&dump->facts, &im->folder);
    bool proved = now.basis == ORDER_PROVED || now.basis == ORDER_CONTRADICTED;
    if (now.beside || !proved || now.order == dump->order.order)
        return;
    dump->order = now;
    dump->told = false;
    tell_order(im, dump, true, &told_folder);
}

static void tell_problem(mg_importing *im, mg_arrival *a, morgue_severity severity,
                         const char *reason)
{
    if (!a->article) {
        mg_tell_dump(im, severity, a, reason);
        return;
    }
    mg_tell_article(im, severity, a, reason);
    mg_tell_notes(im, a);
}

/* ---- Going on ----------------------------------------------------------------------------- */

morgue_status mg_import_flush(mg_importing *im, morgue_error *err)
{
    mg_queue *q = &im->queue;
    morgue_status status = MORGUE_OK;
    decide_all(im);
    for (size_t i = 0; i < q->count; i++) {
        mg_arrival *a = &q->items[i];
        if (is_end(a))
            mg_dump_finish(im, a->dump);
        else if (a->problem)
            tell_problem(im, a, a->severity, a->problem);
        else if (status == MORGUE_OK)
            status = mg_import_add(im, a, err);
        give_back(a);
    }
    q->count = 0;
    q->passed = q->bytes = q->undecided = 0;
    return status;
}

static morgue_status flush_when_full(mg_importing *im, morgue_error *err)
{
    const mg_queue *q = &im->queue;
    bool full = q->passed >= WAITING_ARTICLES || q->bytes >= WAITING_BYTES;
    return full ? mg_import_flush(im, err) : MORGUE_OK;
}

static void see(mg_importing *im, const mg_arrival *a, const mg_date_reading *reading, bool course)
{
    morgue_text lang = morgue_article_get(a->article, MORGUE_LANG, 0);
    mg_order_see(&a->dump->facts, reading, lang, course);
    mg_order_see(&im->folder, reading, lang, course);
}

static bool goes_by_order(const mg_date_reading *reading)
{
    return reading->ambiguous || reading->shows != MG_DATE_ORDER_UNKNOWN;
}

/* An article whose date goes by the order is read again in every run: so every run sees what tells
 * the order, and a dump that has grown is decided anew, for the articles that it had before too. */
morgue_status mg_import_take(mg_importing *im, mg_arrival *a, morgue_error *err)
{
    if (goes_by_order(&a->published) || goes_by_order(&a->modified)) {
        see(im, a, &a->published, true);
        see(im, a, &a->modified, false);
        a->source = 0;
        doubt(im, a->dump);
    }
    bool ambiguous = a->published.ambiguous || a->modified.ambiguous;
    if (!im->queue.count && (!ambiguous || a->dump->decided))
        return mg_import_add(im, a, err);
    morgue_status status = keep(im, a, err);
    return status == MORGUE_OK ? flush_when_full(im, err) : status;
}

/* The reason as the problem of what waits. */
static morgue_status set_problem(mg_arrival *a, morgue_severity severity, const char *reason,
                                 morgue_error *err)
{
    a->severity = severity;
    a->problem = strdup(reason);
    return a->problem ? MORGUE_OK : mg_fail_memory(err);
}

morgue_status mg_import_refuse(mg_importing *im, mg_arrival *a, const char *reason,
                               morgue_error *err)
{
    if (!im->queue.count) {
        tell_problem(im, a, MORGUE_REJECTED, reason);
        return MORGUE_OK;
    }
    morgue_status status = set_problem(a, MORGUE_REJECTED, reason, err);
    if (status == MORGUE_OK)
        status = keep(im, a, err);
    if (status != MORGUE_OK)
        free(a->problem);
    a->problem = NULL;
    return status == MORGUE_OK ? flush_when_full(im, err) : status;
}

morgue_status mg_import_remark(mg_importing *im, const mg_arrival *place, morgue_severity severity,
                               const char *reason, morgue_error *err)
{
    mg_arrival remark = {.dump = place->dump, .offset = place->offset, .line = place->line};
    if (!im->queue.count) {
        mg_tell_dump(im, severity, &remark, reason);
        return MORGUE_OK;
    }
    morgue_status status = set_problem(&remark, severity, reason, err);
    if (status == MORGUE_OK)
        status = push(&im->queue, &remark, err);
    if (status != MORGUE_OK)
        free(remark.problem);
    return status;
}

morgue_status mg_import_pass(mg_importing *im, uint64_t size, morgue_error *err)
{
    if (!im->queue.count)
        return MORGUE_OK;
    im->queue.passed++;
    im->queue.bytes += size;
    return flush_when_full(im, err);
}

static bool tells_itself(const mg_dump *dump)
{
    return dump->decided || !dump->facts.ambiguous || dump->facts.proofs[MG_DATE_DAY_FIRST] ||
           dump->facts.proofs[MG_DATE_MONTH_FIRST];
}

morgue_status mg_import_end(mg_importing *im, mg_dump *dump, morgue_error *err)
{
    if (!im->queue.count) {
        mg_dump_finish(im, dump);
        return MORGUE_OK;
    }
    morgue_status status = push(&im->queue, &(mg_arrival){.dump = dump}, err);
    if (status != MORGUE_OK) {
        mg_import_drop(im, dump);
        return status;
    }
    im->queue.undecided += !tells_itself(dump);
    return im->queue.undecided ? MORGUE_OK : mg_import_flush(im, err);
}

morgue_status mg_import_enter(mg_importing *im, const char *path, morgue_error *err)
{
    const char *slash = strrchr(path, '/');
    size_t len = slash ? (size_t)(slash - path) : 0;
    if (len == im->folder_path.len && (!len || memcmp(path, im->folder_path.data, len) == 0))
        return MORGUE_OK;
    morgue_status status = mg_import_flush(im, err);
    mg_buffer_clear(&im->folder_path);
    im->folder = (mg_order_facts){0};
    if (status == MORGUE_OK && !mg_buffer_append(&im->folder_path, path, len))
        status = mg_fail_memory(err);
    return status;
}
