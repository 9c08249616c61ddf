#include "indexer/cli_index.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "cli/json.h"
#include "cli/message.h"

enum { SHOWN = 20 }; /* of each severity */

static const char *const severities[] = {[MORGUE_SKIPPED] = "skipped",
                                         [MORGUE_REPAIRED] = "repaired",
                                         [MORGUE_REJECTED] = "rejected",
                                         [MORGUE_NOTED] = "note",
                                         [CLI_DAMAGED] = "damaged"};

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

static void write_line(cli_problems *problems, const morgue_problem *problem)
{
    json_t *line = json_object();
    json_object_set_new(line, "path", cli_json_text(problem->path));
    json_object_set_new(line, "offset", json_integer((json_int_t)problem->offset));
    json_object_set_new(line, "line",
                        problem->line ? json_integer((json_int_t)problem->line) : json_null());
    json_object_set_new(line, "id", *problem->id ? cli_json_text(problem->id) : json_null());
    json_object_set_new(line, "severity", json_string(severities[problem->severity]));
    json_object_set_new(line, "reason", cli_json_text(problem->reason));
    if (!cli_json_print(line, problems->file))
        problems->failed = true;
}

static void show(const morgue_problem *problem)
{
    const char *path = strcmp(problem->path, "-") == 0 ? "standard input" : problem->path;
    const char *severity = severities[problem->severity];
    if (!*path)
        cli_error("%s (%s)", problem->reason, severity);
    else if (problem->line)
        cli_error("%s:%" PRIu64 ": %s (%s)", path, problem->line, problem->reason, severity);
    else
        cli_error("%s: %s (%s)", path, problem->reason, severity);
}

void cli_problems_add(cli_problems *problems, const morgue_problem *problem)
{
    if (problems->seen[problem->severity]++ < SHOWN && !problems->silent)
        show(problem);
    if (problems->file)
        write_line(problems, problem);
}

bool cli_problems_close(cli_problems *problems)
{
    static const int order[] = {CLI_DAMAGED, MORGUE_REJECTED, MORGUE_REPAIRED, MORGUE_SKIPPED,
                                MORGUE_NOTED};
    for (size_t i = 0; !problems->silent && i < sizeof order / sizeof *order; i++)
        if (problems->seen[order[i]] > SHOWN)
            cli_error("... and %" PRIu64 " more %s%s; see %s%s", problems->seen[order[i]] - SHOWN,
                      severities[order[i]], order[i] == MORGUE_NOTED ? "s" : "",
                      problems->path ? "" : "--rejects=", problems->path ? problems->path : "FILE");
    if (problems->file && (fclose(problems->file) != 0 || problems->failed)) {
        cli_error("%s is not complete: a write failed", problems->path);
        return false;
    }
    return true;
}
