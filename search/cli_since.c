/* --dump --since: what has changed since a mark, and where to begin the next time. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/message.h"
#include "search/cli_search.h"

/* Where the reading begins. */
typedef struct beginning {
    const char *file; /* that the mark is kept in; NULL: none */
    char mark[2 * MORGUE_MARK_MAX];
} beginning;

/* ---- The mark's file ---------------------------------------------------------------------- */

/* Another thing than a file, a device say, would be replaced by one. */
static bool is_file(const char *path)
{
    struct stat info;
    bool other = stat(path, &info) == 0 && !S_ISREG(info.st_mode);
    if (other)
        cli_error("%s: is not a file: the mark is kept in one", path);
    return !other;
}

/* Is there a folder for a file that is not there yet? It is told before all is read. */
static bool has_folder(const char *file)
{
    struct stat info;
    char *copy = strdup(file);
    bool there = copy && stat(dirname(copy), &info) == 0;
    if (!there)
        cli_error("%s: its folder is not there: the mark is kept in that file", file);
    free(copy);
    return there;
}

/* A file that is missing or empty has no mark. What is too long for one is cut, and is none. */
static bool read_mark(beginning *begin)
{
    if (!is_file(begin->file))
        return false;
    errno = 0;
    FILE *in = fopen(begin->file, "r");
    if (!in && errno == ENOENT)
        return has_folder(begin->file);
    size_t len = in ? fread(begin->mark, 1, sizeof begin->mark - 1, in) : 0;
    bool read = in && !ferror(in);
    if (!read)
        cli_error("%s: cannot read the mark: %s", begin->file, strerror(errno));
    if (in)
        fclose(in);
    while (len && strchr(" \t\r\n", begin->mark[len - 1]))
        len--;
    begin->mark[len] = '\0';
    return read;
}

static bool find_beginning(const char *since, beginning *ret)
{
    beginning begin = {.file = *since == '@' ? since + 1 : NULL};
    if (begin.file && !*begin.file) {
        cli_error("--since=@ lacks the name of the file with the mark: --since=@FILE");
        return false;
    }
    if (begin.file && !read_mark(&begin))
        return false;
    if (!begin.file)
        snprintf(begin.mark, sizeof begin.mark, "%s", since);
    *ret = begin;
    return true;
}

/* Its name is on the disk when the folder is. A file system that cannot say so has to be trusted.
 */
static void sync_folder_of(char *file)
{
    int fd = open(dirname(file), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

/* Writes the file anew under another name, `new`, and renames it. */
static bool write_mark(const char *file, char *new, const char *mark)
{
    FILE *out = fopen(new, "w");
    if (!out)
        return false;
    bool written = fprintf(out, "%s\n", mark) > 0 && fflush(out) == 0 && fsync(fileno(out)) == 0;
    written = fclose(out) == 0 && written;
    if (written && rename(new, file) == 0) {
        sync_folder_of(new);
        return true;
    }
    int reason = errno;
    unlink(new);
    errno = reason;
    return false;
}

static bool replace_mark(const char *file, const char *mark)
{
    size_t size = strlen(file) + sizeof ".new";
    char *new = malloc(size);
    if (!new) {
        cli_out_of_memory();
        return false;
    }
    snprintf(new, size, "%s.new", file);
    bool replaced = write_mark(file, new, mark);
    if (!replaced)
        cli_error("%s: cannot write the mark: %s: the next run tells the same again", file,
                  strerror(errno));
    free(new);
    return replaced;
}

/* ---- Writing ------------------------------------------------------------------------------ */

typedef struct since_tally {
    morgue_article *deleted; /* one that has nothing but its id */
    uint64_t written;
    uint64_t damaged;
} since_tally;

/* {"id":"...","deleted":true}, spelled as the lines of articles are. */
static morgue_status write_deleted(since_tally *tally, morgue_text id, morgue_error *err)
{
    morgue_text line;
    if (!tally->deleted && !(tally->deleted = morgue_article_new())) {
        cli_out_of_memory();
        return MORGUE_OK;
    }
    morgue_article_clear(tally->deleted);
    morgue_status status = morgue_article_set(tally->deleted, MORGUE_ID, id.data, id.len, err);
    if (status == MORGUE_OK)
        status = morgue_article_json(tally->deleted, &line, err);
    if (status == MORGUE_OK)
        printf("%.*s,\"deleted\":true}\n", (int)line.len - 1, line.data);
    return status;
}

static morgue_status write_changes(morgue_changes *changes, since_tally *tally, morgue_error *err)
{
    for (;;) {
        morgue_change change;
        morgue_status status = morgue_changes_next(changes, &change, err);
        if (status == MORGUE_CORRUPT) {
            cli_library_error(err, NULL);
            tally->damaged++;
            continue;
        }
        if (status != MORGUE_OK || !change.id.len)
            return status;
        status = change.article ? cli_dump_article(change.article, err)
                                : write_deleted(tally, change.id, err);
        if (status != MORGUE_OK)
            return status;
        tally->written++;
        if (!cli_flush_output())
            return MORGUE_OK;
    }
}

/* Is all that was printed where it has to be? The disk, where that is a file. */
static bool is_safe(void)
{
    struct stat info;
    if (!cli_flush_output())
        return false;
    if (fstat(STDOUT_FILENO, &info) != 0 || !S_ISREG(info.st_mode) || fsync(STDOUT_FILENO) == 0)
        return true;
    cli_error("cannot write the output: %s", strerror(errno));
    return false;
}

/* Keeps the mark, or tells it. False when that failed. */
static bool finish(const beginning *begin, const char *mark)
{
    if (begin->file)
        return is_safe() && replace_mark(begin->file, mark);
    cli_error("the next --since is %s", mark);
    return true;
}

static int exit_status(morgue_status status)
{
    return status == MORGUE_INVALID ? CLI_USAGE : CLI_TROUBLE;
}

int cli_since(const char *archive, const char *since)
{
    beginning begin;
    morgue_error err;
    morgue_changes *changes = NULL;
    since_tally tally = {0};
    if (!find_beginning(since, &begin))
        return CLI_USAGE;
    morgue_status status = morgue_changes_open(archive, begin.mark, &changes, &err);
    if (status == MORGUE_OK)
        status = write_changes(changes, &tally, &err);
    if (status != MORGUE_OK)
        cli_library_error(&err, NULL);
    if (status == MORGUE_STALE && !changes && begin.file)
        cli_error("%s: keeps this mark: empty the copy and remove the file, and the next run tells "
                  "all anew",
                  begin.file);
    if (tally.damaged)
        cli_error("%" PRIu64 " damaged articles were not written: the next run tries them again",
                  tally.damaged);
    bool whole = status == MORGUE_OK && !tally.damaged && cli_flush_output() &&
                 finish(&begin, morgue_changes_mark(changes));
    morgue_changes_free(changes);
    morgue_article_free(tally.deleted);
    if (status != MORGUE_OK)
        return exit_status(status);
    if (!whole)
        return CLI_TROUBLE;
    return tally.written ? SEARCH_FOUND : SEARCH_NOTHING;
}
