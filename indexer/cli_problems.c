#include "indexer/cli_index.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "cli/message.h"

enum { SHOWN = 20 }; /* of each severity */

static const char *const severities[] = {
    [MORGUE_SKIPPED] = "skipped", [MORGUE_REPAIRED] = "repaired", [MORGUE_REJECTED] = "rejected"};

bool cli_problems_open(cli_problems *problems, const char *path)
{
    *problems = (cli_problems){.path = path};
    if (!path)
        return true;
    problems->file = fopen(path, "we");
    if (!problems->file)
        cli_error("cannot write %s: %s", path, strerror(errno));
    return problems->file != NULL;
}

/* Text that may hold anything, as JSON: bytes that are not UTF-8 become U+FFFD. */
static json_t *json_text(const char *text)
{
    json_t *string = json_string(text);
    if (string)
        return string;
    char mended[4096];
    size_t len = 0;
    for (; *text && len + 4 < sizeof mended; text++) {
        if ((unsigned char)*text < 0x80)
            mended[len++] = *text;
        else
            len += (size_t)sprintf(mended + len, "\xef\xbf\xbd");
    }
    return json_stringn(mended, len);
}

static void write_line(cli_problems *problems, const morgue_problem *problem)
{
    json_t *line = json_object();
    json_object_set_new(line, "path", json_text(problem->path));
    json_object_set_new(line, "offset", json_integer((json_int_t)problem->offset));
    json_object_set_new(line, "line",
                        problem->line ? json_integer((json_int_t)problem->line) : json_null());
    json_object_set_new(line, "id", *problem->id ? json_text(problem->id) : json_null());
    json_object_set_new(line, "severity", json_string(severities[problem->severity]));
    json_object_set_new(line, "reason", json_text(problem->reason));
    if (json_dumpf(line, problems->file, 0) != 0 || putc('\n', problems->file) == EOF)
        problems->failed = true;
    json_decref(line);
}

static void show(const morgue_problem *problem)
{
    const char *path = strcmp(problem->path, "-") == 0 ? "standard input" : problem->path;
    const char *severity = severities[problem->severity];
    if (problem->line)
        cli_error("%s:%" PRIu64 ": %s (%s)", path, problem->line, problem->reason, severity);
    else
        cli_error("%s: %s (%s)", path, problem->reason, severity);
}

void cli_problems_add(cli_problems *problems, const morgue_problem *problem)
{
    if (problems->seen[problem->severity]++ < SHOWN)
        show(problem);
    if (problems->file)
        write_line(problems, problem);
}

bool cli_problems_close(cli_problems *problems)
{
    for (int i = MORGUE_REJECTED; i >= MORGUE_SKIPPED; i--)
        if (problems->seen[i] > SHOWN)
            cli_error("... and %" PRIu64 " more %s; see %s%s", problems->seen[i] - SHOWN,
                      severities[i],
                      problems->path ? "" : "--rejects=", problems->path ? problems->path : "FILE");
    if (problems->file && (fclose(problems->file) != 0 || problems->failed)) {
        cli_error("%s is not complete: a write failed", problems->path);
        return false;
    }
    return true;
}
