#include "indexer/cli_index.h"

#include "cli/figure.h"
#include "cli/json.h"

/* Where the tagger would look for what. */
static void write_to_tag(const cli_outcome *outcome, FILE *out)
{
    static const struct {
        morgue_field_id field;
        const char *names;
    } rows[] = {
        {MORGUE_PERSON, "persons"}, {MORGUE_ORG, "organizations"}, {MORGUE_LOCATION, "places"}};
    const char *before = "; the tagger would look for";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t count =
            cli_dryrun_to_tag(&outcome->account_of_all, outcome->tagging, rows[i].field);
        if (!count)
            continue;
        fprintf(out, "%s %s in %s", before, rows[i].names, cli_count(count).text);
        before = ",";
    }
}

static void write_reading(const cli_outcome *outcome, FILE *out)
{
    const morgue_summary *counts = &outcome->counts;
    double speed = outcome->seconds > 0 ? (double)counts->bytes_in / outcome->seconds : 0;
    fprintf(out, "%s article%s read in %.1f s (%.1f MB/s): ", cli_count(counts->articles_seen).text,
            cli_plural(counts->articles_seen), outcome->seconds, speed / 1e6);
    if (outcome->dry_run)
        fprintf(out, "%s would be added or found unchanged", cli_count(counts->added).text);
    else
        fprintf(out, "%s added, %s replaced, %s unchanged", cli_count(counts->added).text,
                cli_count(counts->replaced).text, cli_count(counts->unchanged).text);
    if (counts->older)
        fprintf(out, " (%s older version%s)", cli_count(counts->older).text,
                cli_plural(counts->older));
    if (outcome->part.parts)
        fprintf(out, ", %s left to other parts than %s", cli_count(counts->elsewhere).text,
                cli_part_words(outcome->part.part, outcome->part.parts).text);
    fprintf(out, ", %s rejected", cli_count(counts->rejected).text);
    if (counts->files_rejected)
        fprintf(out, " (%s file%s among them)", cli_count(counts->files_rejected).text,
                cli_plural(counts->files_rejected));
    if (counts->repaired)
        fprintf(out, ", %s repaired", cli_count(counts->repaired).text);
    if (counts->tagged)
        fprintf(out, "; something found to tag in %s", cli_count(counts->tagged).text);
    if (outcome->dry_run)
        write_to_tag(outcome, out);
    if (outcome->following)
        fprintf(out, "; %s commit%s", cli_count(counts->commits).text, cli_plural(counts->commits));
    if (counts->files_skipped)
        fprintf(out, "; %s file%s without articles skipped", cli_count(counts->files_skipped).text,
                cli_plural(counts->files_skipped));
}

static void write_compacting(const cli_outcome *outcome, FILE *out)
{
    if (outcome->dry_run)
        fprintf(out, "the archive would be compacted");
    else
        fprintf(out, "compacted from %s shard%s in %s to %s in %s",
                cli_count(outcome->shards_before).text, cli_plural(outcome->shards_before),
                cli_size(outcome->bytes_before).text, cli_count(outcome->archive.shards).text,
                cli_size(outcome->archive.bytes_archive).text);
}

static void write_retagging(const cli_outcome *outcome, FILE *out)
{
    bool none = outcome->tagging == MORGUE_TAG_NONE;
    if (outcome->dry_run)
        fprintf(out, "%s all articles",
                none ? "what was found to tag would be taken out of"
                     : "tags would be looked for anew in");
    else
        fprintf(out, "%s %s article%s",
                none ? "what was found to tag was taken out of"
                     : "tags were looked for anew, and changed in",
                cli_count(outcome->retagged).text, cli_plural(outcome->retagged));
}

void cli_summary_text(const cli_outcome *outcome, FILE *out)
{
    const morgue_summary *counts = &outcome->counts;
    if (outcome->reading && outcome->dry_run)
        cli_dryrun_text(&outcome->account_of_all, out);
    if (outcome->reading)
        write_reading(outcome, out);
    if (outcome->deleting || counts->deleted)
        fprintf(out, "%s%s article%s %sdeleted", outcome->reading ? "; " : "",
                cli_count(counts->deleted).text, cli_plural(counts->deleted),
                outcome->dry_run ? "would be " : "");
    if (outcome->retagging) {
        fputs(outcome->deleting ? "; " : "", out);
        write_retagging(outcome, out);
    }
    if (outcome->compacting) {
        fputs(outcome->reading || outcome->deleting || outcome->retagging ? "; " : "", out);
        write_compacting(outcome, out);
    }
    if (outcome->dry_run)
        fprintf(out, "; nothing was written\n");
    else
        fprintf(out, "; the archive holds %s article%s in %s\n",
                cli_count(outcome->archive.articles).text, cli_plural(outcome->archive.articles),
                cli_size(outcome->archive.bytes_archive).text);
    cli_account_write(&outcome->account, out);
}

/* ---- JSON --------------------------------------------------------------------------------- */

static void put_part(json_t *object, uint64_t part, uint64_t parts)
{
    json_object_set_new(object, "part", json_string(cli_part_words(part, parts).text));
}

/* "to_tag": in how many articles the tagger would look for what. */
static void put_to_tag(const cli_outcome *outcome, json_t *object)
{
    static const morgue_field_id fields[] = {MORGUE_PERSON, MORGUE_ORG, MORGUE_LOCATION};
    json_t *counts = json_object();
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        cli_json_put_number(
            counts, morgue_field_at(fields[i])->key,
            cli_dryrun_to_tag(&outcome->account_of_all, outcome->tagging, fields[i]));
    json_object_set_new(object, "to_tag", counts);
}

void cli_summary_json(const cli_outcome *outcome, FILE *out)
{
    const morgue_summary *counts = &outcome->counts;
    json_t *object = json_object();
    cli_json_put_number(object, "articles_seen", counts->articles_seen);
    cli_json_put_number(object, "added", counts->added);
    cli_json_put_number(object, "replaced", counts->replaced);
    cli_json_put_number(object, "unchanged", counts->unchanged);
    cli_json_put_number(object, "older", counts->older);
    if (outcome->part.parts) {
        cli_json_put_number(object, "elsewhere", counts->elsewhere);
        put_part(object, outcome->part.part, outcome->part.parts);
    }
    cli_json_put_number(object, "rejected", counts->rejected);
    cli_json_put_number(object, "deleted", counts->deleted);
    cli_json_put_number(object, "tagged", counts->tagged);
    cli_json_put_number(object, "articles_total", outcome->archive.articles);
    cli_json_put_number(object, "bytes_in", counts->bytes_in);
    cli_json_put_number(object, "bytes_text", counts->bytes_text);
    cli_json_put_number(object, "bytes_archive", outcome->archive.bytes_archive);
    if (outcome->following)
        cli_json_put_number(object, "commits", counts->commits);
    if (outcome->retagging)
        cli_json_put_number(object, "retagged", outcome->retagged);
    if (outcome->reading && outcome->dry_run)
        put_to_tag(outcome, object);
    if (outcome->compacting) {
        cli_json_put_number(object, "shards_before", outcome->shards_before);
        cli_json_put_number(object, "bytes_before", outcome->bytes_before);
        cli_json_put_number(object, "shards", outcome->archive.shards);
    }
    json_object_set_new(object, "seconds", json_real(outcome->seconds));
    json_object_set_new(object, "archive", cli_json_text(outcome->path));
    if (outcome->reading && outcome->dry_run)
        cli_dryrun_json(&outcome->account_of_all, object);
    cli_json_print(object, out);
}

/* ---- What is in an archive ---------------------------------------------------------------- */

void cli_stats_text(const morgue_stats *stats, const char *path, FILE *out)
{
    double ratio = stats->bytes_text ? (double)stats->bytes_archive / (double)stats->bytes_text : 0;
    fprintf(out, "archive    %s\n", path);
    if (stats->parts)
        fprintf(out, "part       %s of all articles\n",
                cli_part_words(stats->part, stats->parts).text);
    fprintf(out, "articles   %s\n", cli_count(stats->articles).text);
    fprintf(out, "dates      %s%s%s\n", *stats->earliest ? stats->earliest : "none",
            *stats->latest ? " to " : "", stats->latest);
    fprintf(out, "languages  %s\n", *stats->languages ? stats->languages : "not known");
    fprintf(out, "tagged     %s article%s by the tagger\n", cli_count(stats->tagged).text,
            cli_plural(stats->tagged));
    fprintf(out, "words      %s\n", cli_count(stats->words).text);
    fprintf(out, "text       %s\n", cli_size(stats->bytes_text).text);
    if (stats->bytes_archive)
        fprintf(out, "on disk    %s (%.2f bytes a byte of text)\n",
                cli_size(stats->bytes_archive).text, ratio);
    fprintf(out, "shards     %s\n", cli_count(stats->shards).text);
    fprintf(out, "commits    %s\n", cli_count(stats->revision).text);
    fprintf(out, "engine     %s\n", stats->engine);
}

void cli_stats_json(const morgue_stats *stats, const char *path, size_t missing, FILE *out)
{
    json_t *object = json_object();
    json_object_set_new(object, "archive", cli_json_text(path));
    if (stats->parts)
        put_part(object, stats->part, stats->parts);
    cli_json_put_number(object, "articles", stats->articles);
    json_object_set_new(object, "earliest",
                        *stats->earliest ? json_string(stats->earliest) : json_null());
    json_object_set_new(object, "latest",
                        *stats->latest ? json_string(stats->latest) : json_null());
    json_object_set_new(object, "languages", json_string(stats->languages));
    cli_json_put_number(object, "tagged", stats->tagged);
    cli_json_put_number(object, "words", stats->words);
    cli_json_put_number(object, "bytes_text", stats->bytes_text);
    json_object_set_new(object, "bytes_archive",
                        stats->bytes_archive ? json_integer((json_int_t)stats->bytes_archive)
                                             : json_null());
    cli_json_put_number(object, "shards", stats->shards);
    if (missing)
        cli_json_put_number(object, "shards_missing", missing);
    cli_json_put_number(object, "commits", stats->revision);
    json_object_set_new(object, "engine", json_string(stats->engine));
    cli_json_print(object, out);
}
