/* morgue-tag-eval: how well the tagger finds what is marked. See the help below. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "archive/grow.h"
#include "indexer/tagger/spotter.h"
#include "indexer/tagger/train/align.h"
#include "indexer/tagger/train/score.h"

static const char help[] =
    "Usage: morgue-tag-eval [OPTION]... FILE...\n"
    "\n"
    "Finds names in the articles of each FILE as morgue-index does, and tells how much of what\n"
    "is marked in them was found; what morgue-index leaves out afterwards, as agencies that only\n"
    "sign, counts as found. A FILE has a token and its tag a line (B-PER, I-PER ... O, of PER ORG\n"
    "LOC MISC), an empty line behind a sentence and -DOCSTART- before an article; or, if it is\n"
    "called *.txt, articles behind lines of ---, with names marked as [Name|PER].\n"
    "\n"
    "  spans   a name counts where both its ends and its type are right\n"
    "  tags    the different names of an article, whatever their case\n"
    "\n"
    "  --model=FILE     another model\n"
    "  --errors         names what was missed and what was wrong\n"
    "  --list           prints what was found instead: type, how sure, the name\n"
    "  --text           prints the articles instead: a line of JSON each, for other taggers\n"
    "  --found=FILE     scores what another tagger has found in them: lines \"start end TYPE\" in "
    "bytes\n"
    "                   of UTF-8, a line \"--\" behind each article\n";

static const char *const types[] = {"PER", "ORG", "LOC", "MISC"};

typedef struct evaluation {
    const mg_tables *tables;
    mg_spotter *spotter;
    mg_scene scene;
    gold *found;
    size_t n;
    size_t cap;
    FILE *others; /* what another tagger has found */
    bool list;
    bool text;
    score score;
    double seconds;
    size_t bytes;
} evaluation;

/* ---- One article -------------------------------------------------------------------------- */

static bool take(evaluation *e, size_t start, size_t end, mg_entity type)
{
    if (!MG_GROW(e->found, e->cap, e->n + 1))
        return false;
    e->found[e->n++] = (gold){(uint32_t)start, (uint32_t)end, type};
    return true;
}

static bool find(evaluation *e, const document *d)
{
    const mg_mention *m;
    size_t n;
    clock_t begin = clock();
    if (!mg_scene_set(&e->scene, e->tables, document_title(d), document_text(d)) ||
        !mg_spot(e->spotter, &e->scene, &m, &n))
        return false;
    e->seconds += (double)(clock() - begin) / CLOCKS_PER_SEC;
    for (size_t i = 0; i < n; i++) {
        const mg_tag_token *first = &e->scene.tokens.at[m[i].first];
        const mg_tag_token *last = &e->scene.tokens.at[m[i].last];
        uint32_t start = token_start(d, first), end = token_start(d, last) + last->len;
        if (!take(e, start, end, m[i].type))
            return false;
        if (e->list)
            printf("%s\t%.2f\t%.*s\n", types[m[i].type], (double)m[i].sureness, (int)(end - start),
                   first->at);
    }
    return true;
}

static bool read_others(evaluation *e)
{
    char line[128], type[8];
    size_t start, end;
    while (fgets(line, sizeof line, e->others) && strcmp(line, "--\n") != 0)
        if (sscanf(line, "%zu %zu %7s", &start, &end, type) == 3)
            for (unsigned i = 0; i < 4; i++)
                if (strcmp(type, types[i]) == 0 && !take(e, start, end, (mg_entity)i))
                    return false;
    return true;
}

static void print_text(const document *d)
{
    putchar('"');
    for (size_t i = 0; i < d->text.len; i++) {
        char c = d->text.data[i];
        if (c == '"' || c == '\\')
            putchar('\\');
        if (c == '\n')
            fputs("\\n", stdout);
        else
            putchar((unsigned char)c < ' ' ? ' ' : c);
    }
    puts("\"");
}

static bool evaluate_document(evaluation *e, const document *d)
{
    e->n = 0;
    e->bytes += d->text.len;
    if (e->text) {
        print_text(d);
        return true;
    }
    if (!(e->others ? read_others(e) : find(e, d)))
        return false;
    if (e->list)
        puts("");
    return e->list || score_add(&e->score, d, e->found, e->n);
}

/* ---- Files -------------------------------------------------------------------------------- */

static bool evaluate(evaluation *e, const char *path)
{
    corpus c = {0};
    char title[1000];
    bool fits = corpus_read(&c, path);
    bool tell = e->score.tell;
    e->score = (score){.tell = tell};
    e->seconds = 0;
    e->bytes = 0;
    for (size_t i = 0; fits && i < c.n; i++)
        fits = evaluate_document(e, &c.documents[i]);
    snprintf(title, sizeof title, "%s: %zu articles, %.1f MB/s", path, c.n,
             e->seconds > 0 ? (double)e->bytes / 1e6 / e->seconds : 0);
    if (fits && !e->list && !e->text)
        score_print(&e->score, title);
    corpus_free(&c);
    return fits;
}

static bool read_option(evaluation *e, int option, const char **model)
{
    switch (option) {
    case 'm': *model = optarg; return true;
    case 'e': e->score.tell = true; return true;
    case 'l': e->list = true; return true;
    case 't': e->text = true; return true;
    case 'f':
        e->others = fopen(optarg, "r");
        if (!e->others)
            perror(optarg);
        return e->others != NULL;
    default: return false;
    }
}

static int run(evaluation *e, const char *path, char **files, int n)
{
    mg_tagger_model *model = NULL;
    morgue_error err = {0};
    if (mg_tagger_model_open(path, &model, &err) != MORGUE_OK) {
        fprintf(stderr, "morgue-tag-eval: %s\n", err.message);
        return 1;
    }
    e->tables = mg_model_tables(model);
    e->spotter = mg_spotter_new();
    bool fits = e->spotter != NULL;
    for (int i = 0; fits && i < n; i++)
        fits = evaluate(e, files[i]);
    mg_spotter_free(e->spotter);
    mg_scene_free(&e->scene);
    free(e->found);
    if (e->others)
        fclose(e->others);
    mg_tagger_model_free(model);
    return fits ? 0 : 1;
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"model", required_argument, NULL, 'm'},
                                            {"errors", no_argument, NULL, 'e'},
                                            {"list", no_argument, NULL, 'l'},
                                            {"text", no_argument, NULL, 't'},
                                            {"found", required_argument, NULL, 'f'},
                                            {"help", no_argument, NULL, 'h'},
                                            {NULL, 0, NULL, 0}};
    static evaluation e;
    const char *model = NULL;
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == 'h') {
            fputs(help, stdout);
            return 0;
        }
        if (!read_option(&e, option, &model))
            return 2;
    }
    if (optind == argc) {
        fputs("morgue-tag-eval: no file to read: see morgue-tag-eval --help\n", stderr);
        return 2;
    }
    return run(&e, model, argv + optind, argc - optind);
}
