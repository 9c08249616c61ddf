#include "indexer/cli_index.h"

#include <time.h>

#include "cli/figure.h"
#include "cli/term.h"

enum { LINE_MAX_BYTES = 128 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void cli_progress_start(cli_progress *progress)
{
    *progress = (cli_progress){.on = cli_redraw_allowed(stderr), .began = now()};
}

double cli_progress_seconds(const cli_progress *progress)
{
    return now() - progress->began;
}

/* "12:05", "1:02:03". */
static void write_duration(char *ret, size_t size, double seconds)
{
    unsigned long whole = seconds > 0 ? (unsigned long)(seconds + 0.5) : 0;
    if (whole >= 3600)
        snprintf(ret, size, "%lu:%02lu:%02lu", whole / 3600, whole / 60 % 60, whole % 60);
    else
        snprintf(ret, size, "%lu:%02lu", whole / 60, whole % 60);
}

static void write_line(char *ret, size_t size, const morgue_summary *so_far, double seconds)
{
    double read = (double)so_far->bytes_in;
    double expected = (double)so_far->bytes_expected;
    double speed = seconds > 0 ? read / seconds : 0;
    char left[32] = "";
    if (expected < read || read <= 0) {
        int len =
            snprintf(ret, size, "%.1f MB  %.1f MB/s  %s article%s", read / 1e6, speed / 1e6,
                     cli_count(so_far->articles_seen).text, cli_plural(so_far->articles_seen));
        if (so_far->commits && len > 0 && (size_t)len < size)
            snprintf(ret + len, size - (size_t)len, "  %s commit%s",
                     cli_count(so_far->commits).text, cli_plural(so_far->commits));
        return;
    }
    write_duration(left, sizeof left, (expected - read) / speed);
    snprintf(ret, size, "%3.0f %%  %.1f MB/s  %s article%s  %s left", 100 * read / expected,
             speed / 1e6, cli_count(so_far->articles_seen).text, cli_plural(so_far->articles_seen),
             left);
}

/* Is it time to draw the line? */
static bool is_due(const cli_progress *progress)
{
    return progress->on && now() - progress->last >= 0.1;
}

static void draw(cli_progress *progress, const char *line)
{
    unsigned columns = cli_columns(stderr);
    fprintf(stderr, "\r%.*s\033[K", columns ? (int)columns - 1 : LINE_MAX_BYTES, line);
    fflush(stderr);
    progress->last = now();
    progress->drawn = true;
}

void cli_progress_show(cli_progress *progress, const morgue_summary *so_far)
{
    char line[LINE_MAX_BYTES];
    if (!is_due(progress))
        return;
    write_line(line, sizeof line, so_far, cli_progress_seconds(progress));
    draw(progress, line);
}

void cli_progress_articles(cli_progress *progress, uint64_t done, uint64_t total)
{
    char line[LINE_MAX_BYTES], left[32];
    if (!is_due(progress) || !done)
        return;
    double each = cli_progress_seconds(progress) / (double)done;
    write_duration(left, sizeof left, total > done ? each * (double)(total - done) : 0);
    snprintf(line, sizeof line, "%3.0f %%  %s article%s  %s left",
             total ? 100 * (double)done / (double)total : 100, cli_count(done).text,
             cli_plural(done), left);
    draw(progress, line);
}

void cli_progress_clear(cli_progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
