#include "indexer/cli_index.h"

#include <jansson.h>
#include <string.h>

/* A number with commas between its thousands, or a size in KB or MB; room for the longest. */
typedef struct cli_figure {
    char text[32];
} cli_figure;

static cli_figure count(uint64_t number)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    cli_figure figure = {""};
    char *to = figure.text;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            *to++ = ',';
        *to++ = digits[i];
    }
    return figure;
}

static cli_figure size(uint64_t bytes)
{
    cli_figure figure;
    if (bytes < 1000000)
        snprintf(figure.text, sizeof figure.text, "%.0f KB", (double)bytes / 1e3);
    else
        snprintf(figure.text, sizeof figure.text, "%.1f MB", (double)bytes / 1e6);
    return figure;
}

static const char *plural(uint64_t number)
{
    return number == 1 ? "" : "s";
}

static void write_reading(const cli_outcome *outcome, FILE *out)
{
    const morgue_summary *counts = &outcome->counts;
    double speed = outcome->seconds > 0 ? (double)counts->bytes_in / outcome->seconds : 0;
    fprintf(out, "%s article%s read in %.1f s (%.1f MB/s): ", count(counts->articles_seen).text,
            plural(counts->articles_seen), outcome->seconds, speed / 1e6);
    if (outcome->dry_run)
        fprintf(out, "%s would be added or found unchanged", count(counts->added).text);
    else
        fprintf(out, "%s added, %s replaced, %s unchanged", count(counts->added).text,
                count(counts->replaced).text, count(counts->unchanged).text);
    fprintf(out, ", %s rejected", count(counts->rejected).text);
    if (counts->repaired)
        fprintf(out, ", %s repaired", count(counts->repaired).text);
    if (counts->files_skipped)
        fprintf(out, "; %s file%s without articles skipped", count(counts->files_skipped).text,
                plural(counts->files_skipped));
}

void cli_summary_text(const cli_outcome *outcome, FILE *out)
{
    const morgue_summary *counts = &outcome->counts;
    if (outcome->reading)
        write_reading(outcome, out);
    if (outcome->deleting)
        fprintf(out, "%s%s article%s %sdeleted", outcome->reading ? "; " : "",
                count(counts->deleted).text, plural(counts->deleted),
                outcome->dry_run ? "would be " : "");
    if (outcome->dry_run)
        fprintf(out, "; nothing was written\n");
    else
        fprintf(out, "; the archive holds %s article%s in %s\n",
                count(outcome->archive.articles).text, plural(outcome->archive.articles),
                size(outcome->archive.bytes_archive).text);
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void put_number(json_t *object, const char *key, uint64_t number)
{
    json_object_set_new(object, key, json_integer((json_int_t)number));
}

/* A path need not be UTF-8; JSON has to be. */
static void put_path(json_t *object, const char *path)
{
    json_t *text = json_string(path);
    json_object_set_new(object, "archive", text ? text : json_null());
}

static void print_object(json_t *object, FILE *out)
{
    json_dumpf(object, out, JSON_REAL_PRECISION(6));
    putc('\n', out);
    json_decref(object);
}

void cli_summary_json(const cli_outcome *outcome, FILE *out)
{
    const morgue_summary *counts = &outcome->counts;
    json_t *object = json_object();
    put_number(object, "articles_seen", counts->articles_seen);
    put_number(object, "added", counts->added);
    put_number(object, "replaced", counts->replaced);
    put_number(object, "unchanged", counts->unchanged);
    put_number(object, "rejected", counts->rejected);
    put_number(object, "deleted", counts->deleted);
    put_number(object, "articles_total", outcome->archive.articles);
    put_number(object, "bytes_in", counts->bytes_in);
    put_number(object, "bytes_text", counts->bytes_text);
    put_number(object, "bytes_archive", outcome->archive.bytes_archive);
    json_object_set_new(object, "seconds", json_real(outcome->seconds));
    put_path(object, outcome->path);
    print_object(object, out);
}

/* ---- What is in an archive ---------------------------------------------------------------- */

void cli_stats_text(const morgue_stats *stats, const char *path, FILE *out)
{
    double ratio = stats->bytes_text ? (double)stats->bytes_archive / (double)stats->bytes_text : 0;
    fprintf(out, "archive    %s\n", path);
    fprintf(out, "articles   %s\n", count(stats->articles).text);
    fprintf(out, "dates      %s%s%s\n", *stats->earliest ? stats->earliest : "none",
            *stats->latest ? " to " : "", stats->latest);
    fprintf(out, "languages  %s\n", *stats->languages ? stats->languages : "not known");
    fprintf(out, "words      %s\n", count(stats->words).text);
    fprintf(out, "text       %s\n", size(stats->bytes_text).text);
    fprintf(out, "on disk    %s (%.2f bytes a byte of text)\n", size(stats->bytes_archive).text,
            ratio);
    fprintf(out, "shards     %s\n", count(stats->shards).text);
    fprintf(out, "commits    %s\n", count(stats->revision).text);
    fprintf(out, "engine     %s\n", stats->engine);
}

void cli_stats_json(const morgue_stats *stats, const char *path, FILE *out)
{
    json_t *object = json_object();
    put_path(object, path);
    put_number(object, "articles", stats->articles);
    json_object_set_new(object, "earliest",
                        *stats->earliest ? json_string(stats->earliest) : json_null());
    json_object_set_new(object, "latest",
                        *stats->latest ? json_string(stats->latest) : json_null());
    json_object_set_new(object, "languages", json_string(stats->languages));
    put_number(object, "words", stats->words);
    put_number(object, "bytes_text", stats->bytes_text);
    put_number(object, "bytes_archive", stats->bytes_archive);
    put_number(object, "shards", stats->shards);
    put_number(object, "commits", stats->revision);
    json_object_set_new(object, "engine", json_string(stats->engine));
    print_object(object, out);
}
