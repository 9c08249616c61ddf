/* morgue-tag-train: makes the tagger's model from marked text and a gazetteer.
 *
 *     morgue-tag-train --gazetteer=FILE --lexicon=FILE [--languages=FILE] [--foreign=FILE]
 * [--epochs=N] [--rate=X]
 *                      [--decay=X] [--least=N] [--most=N] --out=FILE [TIMES:]CORPUS...          */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/tagger/train/learner.h"

typedef struct job {
    const char *gazetteer;
    const char *lexicon;
    const char *out;
    learning how;
    builder builder;
} job;

static bool read_option(job *j, int option)
{
    switch (option) {
    case 'g': j->gazetteer = optarg; return true;
    case 'x': j->lexicon = optarg; return true;
    case 'o': j->out = optarg; return true;
    case 'e': j->how.epochs = (unsigned)atoi(optarg); return true;
    case 'r': j->how.rate = (float)atof(optarg); return true;
    case 'd': j->how.decay = (float)atof(optarg); return true;
    case 'l': j->how.least = (unsigned)atoi(optarg); return true;
    case 'm': j->how.most = (size_t)atol(optarg); return true;
    case 'L': return builder_file(&j->builder, MG_SECTION_LANGUAGES, optarg);
    case 'F': return builder_file(&j->builder, MG_SECTION_FOREIGN, optarg);
    default: return false;
    }
}

static bool take_corpus(learner *l, const char *what)
{
    const char *colon = strchr(what, ':');
    float times = colon ? (float)atof(what) : 1;
    corpus c = {0};
    bool taken = corpus_read(&c, colon ? colon + 1 : what) && learner_take(l, &c, times);
    corpus_free(&c);
    return taken;
}

/* The gazetteer is asked while features are made: it is written first, and read again as it will
 * be. */
static bool run_job(job *j, char **corpora, int n)
{
    mg_tagger_model *model = NULL;
    morgue_error err = {0};
    char zeros[sizeof(float) * (MG_LABELS * MG_LABELS + 1)] = {0};
    builder *b = &j->builder;
    if (!builder_gazetteer(b, j->gazetteer) || !builder_lexicon(b, j->lexicon) ||
        !mg_buffer_append(&b->sections[MG_SECTION_TRANSITIONS], zeros, sizeof zeros) ||
        !builder_write(b, j->out))
        return false;
    if (mg_tagger_model_open(j->out, &model, &err) != MORGUE_OK) {
        fprintf(stderr, "%s\n", err.message);
        return false;
    }
    learner *l = learner_new(mg_model_tables(model), &j->how);
    bool fits = l != NULL;
    for (int i = 0; fits && i < n; i++)
        fits = take_corpus(l, corpora[i]);
    mg_buffer_clear(&b->sections[MG_SECTION_FEATURES]);
    mg_buffer_clear(&b->sections[MG_SECTION_TRANSITIONS]);
    fits = fits && learner_learn(l, b);
    learner_free(l);
    mg_tagger_model_free(model);
    remove(j->out); /* the mapped one stays as it was until now */
    return fits && builder_write(b, j->out);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {{"gazetteer", required_argument, NULL, 'g'},
                                            {"lexicon", required_argument, NULL, 'x'},
                                            {"out", required_argument, NULL, 'o'},
                                            {"epochs", required_argument, NULL, 'e'},
                                            {"rate", required_argument, NULL, 'r'},
                                            {"decay", required_argument, NULL, 'd'},
                                            {"least", required_argument, NULL, 'l'},
                                            {"most", required_argument, NULL, 'm'},
                                            {"languages", required_argument, NULL, 'L'},
                                            {"foreign", required_argument, NULL, 'F'},
                                            {NULL, 0, NULL, 0}};
    job j = {.how = {.epochs = 5, .rate = 0.05f, .decay = 0, .least = 2, .most = 100000}};
    int option;
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (!read_option(&j, option))
            return 2;
    if (!j.gazetteer || !j.lexicon || !j.out || optind == argc) {
        fprintf(stderr, "usage: morgue-tag-train --gazetteer=FILE --lexicon=FILE --out=FILE "
                        "[TIMES:]CORPUS...\n");
        return 2;
    }
    bool made = run_job(&j, argv + optind, argc - optind);
    builder_free(&j.builder);
    return made ? 0 : 1;
}
