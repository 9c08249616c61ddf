#include "cli/message.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/term.h"

static const char *program_name = "morgue";

void cli_message_name(const char *program)
{
    program_name = program;
}

void cli_keep_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

static void clean(char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

void cli_error(const char *format, ...)
{
    char room[4096];
    char *text = room,
         *longer = NULL; /* a path may be as long as it likes, and the reason is behind it */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(room, sizeof room, format, args);
    if (len >= (int)sizeof room && (longer = malloc((size_t)len + 1))) {
        vsnprintf(longer, (size_t)len + 1, format, again);
        text = longer;
    }
    va_end(again);
    va_end(args);
    clean(text);
    fprintf(stderr, "%s: %s\n", program_name, text);
    free(longer);
}

/* ---- Errors of the library ---------------------------------------------------------------- */

static bool inside_character(char byte)
{
    return ((unsigned char)byte & 0xc0) == 0x80;
}

/* The byte at which character `column` of the text begins. */
static size_t byte_at(const char *text, int64_t column)
{
    size_t at = 0;
    for (; text[at] && column > 0; column--)
        do
            at++;
        while (inside_character(text[at]));
    return at;
}

/* Prints the query, cut to what fits on a line, and a caret under the character at `column`. */
static void show_place(const char *query, int64_t column)
{
    enum { BEFORE = 50, SHOWN = 70 };
    size_t len = strlen(query);
    size_t place = byte_at(query, column);
    size_t start = place > BEFORE ? place - BEFORE : 0;
    while (start && inside_character(query[start]))
        start--;
    size_t end = len - start > SHOWN ? start + SHOWN : len;
    while (inside_character(query[end]) && end > start)
        end--;
    char line[SHOWN + 8];
    memcpy(line, query + start, end - start);
    line[end - start] = '\0';
    clean(line);
    const char *cut = start ? "..." : "";
    unsigned indent = cli_width(line, place - start) + (unsigned)strlen(cut);
    fprintf(stderr, "  %s%s%s\n  %*s^\n", cut, line, end < len ? "..." : "", (int)indent, "");
}

void cli_library_error(const morgue_error *err, const char *query)
{
    const char *message = err->message[0] ? err->message : morgue_status_text(err->status);
    cli_error("%s%s", message,
              err->status == MORGUE_CORRUPT ? ": morgue-index --verify tells what is damaged" : "");
    if (err->status == MORGUE_BAD_QUERY && err->offset >= 0 && query && *query)
        show_place(query, err->offset);
}

/* ---- Standard output ---------------------------------------------------------------------- */

static bool output_lost;
static bool output_gone;

bool cli_output_lost(void)
{
    return output_lost;
}

void cli_out_of_memory(void)
{
    if (!output_lost)
        cli_error("out of memory");
    output_lost = true;
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
