/* --shards: how the shards of an archive are, for people and for programs. */
#include "search/cli_look.h"

#include <stdlib.h>
#include <string.h>

#include "cli/figure.h"
#include "cli/json.h"
#include "cli/message.h"

/* A shard as it is told of, of which the texts are ours. */
typedef struct shard_row {
    char *name;
    char *trouble; /* NULL: none */
    uint64_t articles;
    double answer_ms;
} shard_row;

typedef struct overview {
    shard_row *shards;
    size_t count;
    size_t missing;
    uint64_t articles;
} overview;

static void free_overview(overview *all)
{
    for (size_t i = 0; i < all->count; i++) {
        free(all->shards[i].name);
        free(all->shards[i].trouble);
    }
    free(all->shards);
}

/* Their texts live only until the next one is asked. False when memory is out. */
static bool keep(overview *all, const morgue_shard *shard)
{
    shard_row *grown = realloc(all->shards, (all->count + 1) * sizeof *grown);
    if (!grown)
        return false;
    all->shards = grown;
    shard_row *kept = &grown[all->count++];
    *kept = (shard_row){.name = strdup(shard->name),
                        .trouble = shard->trouble ? strdup(shard->trouble) : NULL,
                        .articles = shard->articles,
                        .answer_ms = shard->answer_ms};
    all->missing += shard->trouble != NULL;
    all->articles += shard->articles;
    return kept->name && (kept->trouble || !shard->trouble);
}

static bool ask_all(morgue_archive *archive, overview *all)
{
    morgue_shard shard;
    for (size_t i = 0; morgue_archive_shard(archive, i, &shard); i++)
        if (!keep(all, &shard))
            return false;
    return true;
}

/* ---- For programs ------------------------------------------------------------------------- */

static void write_json(const overview *all, FILE *out)
{
    json_t *object = json_object(), *array = json_array();
    for (size_t i = 0; i < all->count; i++) {
        const shard_row *shard = &all->shards[i];
        json_t *row = json_object();
        json_object_set_new(row, "shard", cli_json_text(shard->name));
        cli_json_put_number(row, "articles", shard->articles);
        json_object_set_new(row, "answers", json_boolean(!shard->trouble));
        json_object_set_new(row, "answer_ms",
                            shard->answer_ms > 0 ? json_real(shard->answer_ms) : json_null());
        json_object_set_new(row, "trouble",
                            shard->trouble ? cli_json_text(shard->trouble) : json_null());
        json_array_append_new(array, row);
    }
    json_object_set_new(object, "shards", array);
    cli_json_put_number(object, "articles", all->articles);
    cli_json_put_number(object, "missing", all->missing);
    cli_json_print(object, out);
}

/* ---- For people --------------------------------------------------------------------------- */

static unsigned width_of(const char *text)
{
    return cli_width(text, strlen(text));
}

static unsigned name_width(const overview *all)
{
    unsigned widest = sizeof "shard" - 1;
    for (size_t i = 0; i < all->count; i++) {
        unsigned width = width_of(all->shards[i].name);
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void put(const char *text, unsigned columns, FILE *out)
{
    cli_put_padded(out, (morgue_text){text, strlen(text)}, columns, false);
}

static void write_row(const shard_row *shard, unsigned width, FILE *out)
{
    const char *state = shard->trouble ? shard->trouble : "answers";
    char ms[32] = "";
    if (shard->answer_ms > 0)
        snprintf(ms, sizeof ms, "%.1f ms", shard->answer_ms);
    put(shard->name, width, out);
    fprintf(out, "  %11s  %9s  %s", cli_count(shard->articles).text, ms,
            shard->trouble ? "missing: " : "");
    put(state, width_of(state), out);
    putc('\n', out);
}

static void write_text(const overview *all, FILE *out)
{
    unsigned width = name_width(all);
    fprintf(out, "%-*s  %11s  %9s  %s\n", (int)width, "shard", "articles", "answer", "state");
    for (size_t i = 0; i < all->count; i++)
        write_row(&all->shards[i], width, out);
    fprintf(out, "%s shard%s, %s article%s", cli_count(all->count).text, cli_plural(all->count),
            cli_count(all->articles).text, cli_plural(all->articles));
    if (all->missing)
        fprintf(out, "; %s missing", cli_count(all->missing).text);
    putc('\n', out);
}

int cli_shards(morgue_archive *archive, int format, FILE *out)
{
    overview all = {0};
    int result = CLI_TROUBLE;
    if (!ask_all(archive, &all)) {
        cli_out_of_memory();
    } else {
        if (format == FORMAT_JSON)
            write_json(&all, out);
        else
            write_text(&all, out);
        if (!all.missing)
            result = SEARCH_FOUND;
        else if (all.missing < all.count)
            result = SEARCH_PARTIAL;
    }
    free_overview(&all);
    return result;
}
