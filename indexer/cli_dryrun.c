#include "indexer/cli_dryrun.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- Files -------------------------------------------------------------------------------- */

static void free_examples(dry_file *file)
{
    for (size_t i = 0; i < file->n_examples; i++) {
        free(file->examples[i].path);
        morgue_article_free(file->examples[i].article);
    }
    file->n_examples = 0;
}

static void free_file(dry_file *file)
{
    if (!file)
        return;
    free_examples(file);
    cli_reasons_free(&file->problems);
    free(file->path);
    free(file->why);
    free(file->charset);
    free(file->charset_why);
    free(file);
}

static dry_file *current(cli_dryrun *dry)
{
    if (!dry->current)
        dry->current = calloc(1, sizeof *dry->current);
    dry->failed = dry->failed || !dry->current;
    return dry->current;
}

static char *copied(const char *text)
{
    return text ? strdup(text) : NULL;
}

/* Adds what `from` has to `file`, and gives it back. */
static void merge_files(dry_file *file, dry_file *from)
{
    file->articles += from->articles;
    file->rejected += from->rejected;
    file->repaired += from->repaired;
    for (size_t i = 0; i < MORGUE_FIELD_COUNT; i++)
        file->filled[i] += from->filled[i];
    size_t taken = 0;
    while (taken < from->n_examples && file->n_examples < DRY_EXAMPLES)
        file->examples[file->n_examples++] = from->examples[taken++];
    for (size_t i = taken; i < from->n_examples; i++)
        from->examples[i - taken] = from->examples[i];
    from->n_examples -= taken;
    cli_reasons_move(&file->problems, &from->problems);
    free_file(from);
}

/* ---- Groups ------------------------------------------------------------------------------- */

static void free_group(dry_group *group)
{
    for (size_t i = 0; i < DRY_FILES; i++)
        free_file(group->files[i]);
    free_file(group->all);
    free(group->folder);
    free(group->format);
    free(group->charset);
}

/* Makes one of the group's files. */
static void fold_files(dry_group *group)
{
    if (group->all || !group->count)
        return;
    group->all = group->files[0];
    free(group->all->path);
    group->all->path = NULL;
    for (size_t i = 1; i < group->count; i++)
        merge_files(group->all, group->files[i]);
    memset(group->files, 0, sizeof group->files);
}

/* From the first file too many on, a group is told as one. `count`: how many the file stands for.
 */
static void add_file(dry_group *group, dry_file *file, uint64_t count)
{
    if (!group->all && count == 1 && group->count < DRY_FILES) {
        group->files[group->count++] = file;
        return;
    }
    fold_files(group);
    group->count += count;
    if (group->all)
        merge_files(group->all, file);
    else
        group->all = file;
}

static bool equal(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static dry_group *find(cli_dryrun *dry, const char *folder, const char *format, const char *charset)
{
    for (size_t i = 0; i < dry->n_groups; i++) {
        dry_group *group = &dry->groups[i];
        if (equal(group->folder, folder) && equal(group->format, format) &&
            equal(group->charset, charset))
            return group;
    }
    return NULL;
}

static size_t depth_of(const char *folder)
{
    size_t depth = *folder != '\0';
    for (; *folder; folder++)
        depth += *folder == '/';
    return depth;
}

/* Moves the files of group `i` into the group of the folder above, or makes it that group. True
 * when it is gone. */
static bool fold(cli_dryrun *dry, size_t i)
{
    dry_group group = dry->groups[i];
    char *slash = strrchr(group.folder, '/');
    dry->groups[i].folder = NULL;
    *(slash ? slash : group.folder) = '\0';
    group.deep = true;
    dry_group *above = find(dry, group.folder, group.format, group.charset);
    if (!above) {
        dry->groups[i] = group;
        return false;
    }
    above->deep = true;
    for (size_t k = 0; k < DRY_FILES; k++)
        if (group.files[k])
            add_file(above, group.files[k], 1);
    if (group.all)
        add_file(above, group.all, group.count);
    group.all = NULL;
    memset(group.files, 0, sizeof group.files);
    free_group(&group);
    memmove(&dry->groups[i], &dry->groups[i + 1], (--dry->n_groups - i) * sizeof *dry->groups);
    return true;
}

static bool of_one_kind(const dry_group *a, const dry_group *b)
{
    return equal(a->format, b->format) && equal(a->charset, b->charset);
}

/* Of the groups that differ in nothing but their folders, one of those that are most; NULL where
 * there are no two. */
static const dry_group *most_frequent(const cli_dryrun *dry)
{
    const dry_group *found = NULL;
    size_t most = 1;
    for (size_t i = 0; i < dry->n_groups; i++) {
        size_t count = 0;
        for (size_t k = 0; k < dry->n_groups; k++)
            count += of_one_kind(&dry->groups[i], &dry->groups[k]);
        if (count > most) {
            most = count;
            found = &dry->groups[i];
        }
    }
    return found;
}

/* Folds the deepest folders of the kind into those above them. */
static void fold_deepest(cli_dryrun *dry, dry_group kind)
{
    size_t deepest = 0;
    for (size_t i = 0; i < dry->n_groups; i++) {
        size_t depth = depth_of(dry->groups[i].folder);
        deepest = of_one_kind(&dry->groups[i], &kind) && depth > deepest ? depth : deepest;
    }
    for (size_t i = 0; i < dry->n_groups;) {
        bool wanted =
            of_one_kind(&dry->groups[i], &kind) && depth_of(dry->groups[i].folder) == deepest;
        i += !wanted || !fold(dry, i);
    }
}

/* Folds until at most `most` groups are left, or no two that can be one. */
static bool fold_down_to(cli_dryrun *dry, size_t most)
{
    const dry_group *group = NULL;
    while (dry->n_groups > most && (group = most_frequent(dry))) {
        char *format = copied(group->format), *charset = copied(group->charset);
        bool ok = (format || !group->format) && (charset || !group->charset);
        if (ok)
            fold_deepest(dry, (dry_group){.format = format, .charset = charset});
        free(format);
        free(charset);
        if (!ok)
            return false;
    }
    return dry->n_groups <= most;
}

static dry_group *group_of(cli_dryrun *dry, const char *folder, const char *format,
                           const char *charset)
{
    dry_group *group = find(dry, folder, format, charset);
    if (group)
        return group;
    if (dry->n_groups == DRY_GROUPS && !fold_down_to(dry, DRY_GROUPS - 1))
        return NULL;
    /* What was folded before takes up what belongs to it. */
    group = find(dry, folder, format, charset);
    if (group)
        return group;
    dry_group made = {
        .folder = strdup(folder), .format = copied(format), .charset = copied(charset)};
    if (!made.folder || (format && !made.format) || (charset && !made.charset)) {
        free_group(&made);
        return NULL;
    }
    dry->groups[dry->n_groups] = made;
    return &dry->groups[dry->n_groups++];
}

/* ---- What comes in ------------------------------------------------------------------------ */

static morgue_article *copy_article(const morgue_article *article)
{
    morgue_article *copy = morgue_article_new();
    morgue_status status = copy ? MORGUE_OK : MORGUE_NO_MEMORY;
    for (size_t f = 0; status == MORGUE_OK && f < MORGUE_FIELD_COUNT; f++)
        for (size_t i = 0; status == MORGUE_OK && i < morgue_article_count(article, f); i++) {
            morgue_text text = morgue_article_get(article, f, i);
            morgue_tag tag;
            if (f == MORGUE_EXTRA)
                status = morgue_article_add_extra(copy, morgue_article_extra_key(article, i).data,
                                                  text.data, text.len, NULL);
            else if (morgue_article_tag(article, f, i, &tag))
                status = morgue_article_add_tag(copy, f, &tag, NULL);
            else if (morgue_field_at(f)->repeatable)
                status = morgue_article_add(copy, f, text.data, text.len,
                                            morgue_article_origin(article, f, i), NULL);
            else
                status = morgue_article_set(copy, f, text.data, text.len, NULL);
        }
    /* A date sets the spelling, and an article may have that only. */
    morgue_text raw = morgue_article_get(article, MORGUE_RAW_DATE, 0);
    if (status == MORGUE_OK)
        status = morgue_article_set(copy, MORGUE_RAW_DATE, raw.data, raw.len, NULL);
    if (status == MORGUE_OK)
        return copy;
    morgue_article_free(copy);
    return NULL;
}

void cli_dryrun_article(cli_dryrun *dry, const morgue_found *found)
{
    dry_file *file = current(dry);
    if (!file || file->n_examples == DRY_EXAMPLES)
        return;
    dry_example example = {.path = strdup(found->path),
                           .offset = found->offset,
                           .line = found->line,
                           .article = copy_article(found->article)};
    file->examples[file->n_examples++] = example;
    if (example.path && example.article)
        return;
    free_examples(file);
    dry->failed = true;
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return strcmp(path, "-") == 0 ? "standard input" : slash ? slash + 1 : path;
}

void cli_dryrun_problem(cli_dryrun *dry, const morgue_problem *problem)
{
    char place[300];
    dry_file *file = current(dry);
    if (!file)
        return;
    if (problem->line)
        snprintf(place, sizeof place, "%.250s line %" PRIu64, name_of(problem->path),
                 problem->line);
    else if (problem->offset)
        snprintf(place, sizeof place, "%.250s byte %" PRIu64, name_of(problem->path),
                 problem->offset);
    else
        snprintf(place, sizeof place, "%.250s", name_of(problem->path));
    cli_reasons_add(*problem->path ? &file->problems : &dry->everywhere, (int)problem->severity,
                    problem->reason, place);
}

static void fill_in(dry_file *file, const morgue_file_report *report)
{
    file->path = strdup(report->path);
    file->why = copied(report->why);
    file->charset = copied(report->charset);
    file->charset_why = copied(report->charset_why);
    file->articles = report->articles;
    file->rejected = report->rejected;
    file->repaired = report->repaired;
    memcpy(file->filled, report->filled, sizeof file->filled);
}

void cli_dryrun_file(cli_dryrun *dry, const morgue_file_report *report)
{
    dry_file *file = current(dry);
    const char *slash = strrchr(report->path, '/');
    char *folder = slash ? strndup(report->path, (size_t)(slash - report->path)) : strdup("");
    dry->current = NULL;
    if (!file || !folder) {
        free_file(file);
        free(folder);
        dry->failed = true;
        return;
    }
    fill_in(file, report);
    const char *kind = report->format         ? report->charset
                       : file->problems.count ? file->problems.items[0].pattern
                                              : NULL;
    dry_group *group = group_of(dry, folder, report->format, kind);
    dry->failed = dry->failed || !group;
    if (group)
        add_file(group, file, 1);
    else
        free_file(file);
    free(folder);
}

/* Every article that was read has an id. */
static uint64_t to_tag(const dry_file *file, morgue_tagging tagging, morgue_field_id field)
{
    uint64_t given = tagging == MORGUE_TAG_AUTO ? file->filled[field] : 0;
    return file->filled[MORGUE_ID] - given;
}

uint64_t cli_dryrun_to_tag(const cli_dryrun *dry, morgue_tagging tagging, morgue_field_id field)
{
    uint64_t count = 0;
    for (size_t i = 0; tagging != MORGUE_TAG_NONE && i < dry->n_groups; i++) {
        const dry_group *group = &dry->groups[i];
        for (size_t k = 0; k < DRY_FILES && group->files[k]; k++)
            count += to_tag(group->files[k], tagging, field);
        count += group->all ? to_tag(group->all, tagging, field) : 0;
    }
    return count;
}

void cli_dryrun_end(cli_dryrun *dry)
{
    (void)fold_down_to(dry, DRY_SHOWN);
}

void cli_dryrun_free(cli_dryrun *dry)
{
    for (size_t i = 0; i < dry->n_groups; i++)
        free_group(&dry->groups[i]);
    free_file(dry->current);
    cli_reasons_free(&dry->everywhere);
}
