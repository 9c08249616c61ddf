#include "cli/message.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/term.h"

static const char *program_name = "morgue";

void cli_message_name(const char *program)
{
    program_name = program;
}

static void clean(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

void cli_error(const char *format, ...)
{
    char text[4096];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    clean(text);
    fprintf(stderr, "%s: %s\n", program_name, text);
}

/* ---- Errors of the library ---------------------------------------------------------------- */

/* Prints the query, cut to what fits on a line, and a caret under the byte at `offset`. */
static void show_place(const char *query, size_t offset)
{
    enum { BEFORE = 50, SHOWN = 70 };
    size_t len = strlen(query);
    if (offset > len)
        offset = len;
    size_t start = offset > BEFORE ? offset - BEFORE : 0;
    while (start && ((unsigned char)query[start] & 0xc0) == 0x80)
        start--;
    size_t end = len - start > SHOWN ? start + SHOWN : len;
    while (end < len && ((unsigned char)query[end] & 0xc0) == 0x80)
        end++;
    char line[SHOWN + 8];
    memcpy(line, query + start, end - start);
    line[end - start] = '\0';
    clean(line);
    unsigned column = cli_width(line, offset - start);
    const char *cut = start ? "..." : "";
    fprintf(stderr, "  %s%s%s\n  %*s^\n", cut, line, end < len ? "..." : "",
            (int)(column + strlen(cut)), "");
}

void cli_library_error(const morgue_error *err, const char *query)
{
    bool placed = err->status == MORGUE_BAD_QUERY && query && err->offset >= 0;
    const char *message = err->message[0] ? err->message : morgue_status_text(err->status);
    if (placed && strncmp(message, "column ", 7) != 0)
        cli_error("column %u: %s", cli_width(query, (size_t)err->offset) + 1, message);
    else
        cli_error("%s", message);
    if (placed && *query)
        show_place(query, (size_t)err->offset);
}

/* ---- Standard output ---------------------------------------------------------------------- */

static bool output_lost;
static bool output_gone;

bool cli_output_lost(void)
{
    return output_lost;
}

/* Did the reader of a pipe or socket close its end? */
static bool reader_gone(void)
{
    struct pollfd fd = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&fd, 1, 0) == 1 && (fd.revents & (POLLERR | POLLHUP));
}

bool cli_flush_output(void)
{
    if (output_lost || output_gone)
        return false;
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return true;
    const char *reason = errno ? strerror(errno) : "an earlier write failed";
    output_gone = errno == EPIPE || reader_gone();
    output_lost = !output_gone;
    if (output_lost)
        cli_error("cannot write the output: %s", reason);
    return false;
}

/* ---- Misspelt names ----------------------------------------------------------------------- */

enum { NAME_MAX_LEN = 40 };

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, left out, changed or swapped with their neighbour. */
static unsigned distance(const char *a, size_t m, const char *b, size_t n)
{
    unsigned rows[NAME_MAX_LEN + 1][NAME_MAX_LEN + 1];
    for (size_t i = 0; i <= m; i++)
        rows[i][0] = (unsigned)i;
    for (size_t j = 0; j <= n; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= m; i++)
        for (size_t j = 1; j <= n; j++) {
            unsigned changed = rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
            rows[i][j] = least(changed, least(rows[i - 1][j], rows[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                rows[i][j] = least(rows[i][j], rows[i - 2][j - 2] + 1);
        }
    return rows[m][n];
}

void cli_nearest_offer(cli_nearest *nearest, const char *name)
{
    size_t len = strlen(nearest->word);
    size_t name_len = strlen(name);
    if (len < 2 || len > NAME_MAX_LEN || name_len > NAME_MAX_LEN)
        return;
    unsigned found = distance(nearest->word, len, name, name_len);
    if (strncmp(nearest->word, name, len) == 0)
        found = 1;
    unsigned allowed = len < 5 ? 1 : 2;
    if (found > allowed || (nearest->best && found >= nearest->distance))
        return;
    nearest->best = name;
    nearest->distance = found;
}
