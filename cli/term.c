#include "cli/term.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool dumb(void)
{
    const char *term = getenv("TERM");
    return !term || !*term || strcmp(term, "dumb") == 0;
}

/* ---- What there is ------------------------------------------------------------------------ */

/* What stdout was when it was to be remembered. */
static struct {
    bool set;
    bool terminal;
    unsigned columns;
} remembered;

bool cli_is_terminal(FILE *out)
{
    return out == stdout && remembered.set ? remembered.terminal : isatty(fileno(out));
}

void cli_terminal_remember(void)
{
    unsigned columns = cli_columns(stdout);
    bool terminal = cli_is_terminal(stdout);
    remembered.set = true;
    remembered.terminal = terminal;
    remembered.columns = columns;
}

bool cli_utf8_locale(void)
{
    locale_t locale = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    if (!locale)
        return false;
    bool utf8 = strcmp(nl_langinfo_l(CODESET, locale), "UTF-8") == 0;
    freelocale(locale);
    return utf8;
}

bool cli_color_allowed(FILE *out, cli_color wish)
{
    const char *refused = getenv("NO_COLOR");
    if (wish != CLI_COLOR_AUTO)
        return wish == CLI_COLOR_ALWAYS;
    return cli_is_terminal(out) && !dumb() && !(refused && *refused);
}

bool cli_redraw_allowed(FILE *out)
{
    return cli_is_terminal(out) && !dumb();
}

unsigned cli_columns(FILE *out)
{
    enum { LEAST = 20, MOST = 10000 };
    const char *set = getenv("COLUMNS");
    unsigned long columns = set ? strtoul(set, NULL, 10) : 0;
    struct winsize size;
    if (out == stdout && remembered.set)
        return remembered.columns;
    if (!columns && isatty(fileno(out)))
        columns = ioctl(fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col ? size.ws_col : 80;
    if (columns && columns < LEAST)
        columns = LEAST;
    return columns > MOST ? 0 : (unsigned)columns;
}

/* ---- Characters --------------------------------------------------------------------------- */

typedef struct range {
    unsigned first;
    unsigned last;
} range;

/* The blocks that news text has; a rare character may be off by a column. */
static const range wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},  {0xa960, 0xa97f},
    {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},  {0xffe0, 0xffe6},
    {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};
static const range zero[] = {{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},
                             {0x064b, 0x065f}, {0x06d6, 0x06dc}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a},
                             {0x0e47, 0x0e4e}, {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200f},
                             {0x202a, 0x202e}, {0x2060, 0x2064}, {0x2066, 0x2069}, {0x20d0, 0x20ff},
                             {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}};

static bool within(const range *ranges, size_t count, unsigned character)
{
    for (size_t i = 0; i < count; i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return true;
    return false;
}

static int character_width(unsigned character)
{
    if (character < 0x20 || (character >= 0x7f && character < 0xa0))
        return -1;
    if (character < 0x300)
        return 1;
    if (within(zero, sizeof zero / sizeof *zero, character))
        return 0;
    return within(wide, sizeof wide / sizeof *wide, character) ? 2 : 1;
}

void cli_character(const char *text, size_t len, unsigned *ret_len, int *ret_width)
{
    unsigned char lead = (unsigned char)text[0];
    unsigned bytes = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 1;
    unsigned character = bytes == 1 ? lead : lead & (0xffu >> (bytes + 1));
    for (unsigned i = 1; i < bytes; i++) {
        if (i >= len || ((unsigned char)text[i] & 0xc0) != 0x80)
            bytes = 1;
        else
            character = character << 6 | ((unsigned char)text[i] & 0x3f);
    }
    *ret_len = bytes;
    *ret_width = bytes == 1 && lead >= 0x80 ? 1 : character_width(character);
}

unsigned cli_width(const char *text, size_t len)
{
    unsigned columns = 0;
    for (size_t at = 0; at < len;) {
        unsigned bytes;
        int width;
        cli_character(text + at, len - at, &bytes, &width);
        columns += width > 0 ? (unsigned)width : 0;
        at += bytes;
    }
    return columns;
}

/* Columns of the character at `at`; control characters, which are to be drawn as spaces, take one.
 */
static unsigned columns_at(const char *text, size_t len, size_t at, unsigned *ret_bytes)
{
    int width;
    cli_character(text + at, len - at, ret_bytes, &width);
    return width < 0 ? 1 : (unsigned)width;
}

size_t cli_fitting_start(const char *text, size_t len, unsigned columns, unsigned *ret_width)
{
    size_t at = 0;
    unsigned bytes;
    unsigned taken = 0;
    for (; at < len; at += bytes) {
        unsigned width = columns_at(text, len, at, &bytes);
        if (taken + width > columns)
            break;
        taken += width;
    }
    *ret_width = taken;
    return at;
}

size_t cli_fitting_end(const char *text, size_t len, unsigned columns, unsigned *ret_width)
{
    size_t start = 0;
    unsigned bytes;
    unsigned left = 0;
    for (size_t at = 0; at < len; at += bytes)
        left += columns_at(text, len, at, &bytes);
    while (start < len && (left > columns || !columns_at(text, len, start, &bytes))) {
        left -= columns_at(text, len, start, &bytes);
        start += bytes;
    }
    *ret_width = left;
    return len - start;
}

/* ---- Wrapping ----------------------------------------------------------------------------- */

static void write_word(cli_wrapper *wrapper)
{
    fwrite(wrapper->word, 1, wrapper->word_len, wrapper->out);
    wrapper->column += wrapper->word_width;
    wrapper->word_len = 0;
    wrapper->word_width = 0;
}

static void break_line(cli_wrapper *wrapper)
{
    fprintf(wrapper->out, "\n%*s", (int)wrapper->indent, "");
    wrapper->column = wrapper->indent;
}

/* Writes the space or the line break that is due, then the word. */
static void flush_word(cli_wrapper *wrapper)
{
    bool begun = wrapper->full;
    wrapper->full = false;
    if (begun || !wrapper->word_width) {
        write_word(wrapper);
        return;
    }
    bool space = wrapper->space && wrapper->column > wrapper->indent;
    unsigned end = wrapper->column + space + wrapper->word_width;
    if (wrapper->width && end > wrapper->width && wrapper->column > wrapper->indent)
        break_line(wrapper);
    else if (space) {
        putc(' ', wrapper->out);
        wrapper->column++;
    }
    wrapper->space = false;
    write_word(wrapper);
}

static void put_word_bytes(cli_wrapper *wrapper, const char *bytes, size_t len, unsigned width)
{
    if (wrapper->word_len + len > sizeof wrapper->word) {
        flush_word(wrapper);
        wrapper->full = true;
    }
    memcpy(wrapper->word + wrapper->word_len, bytes, len);
    wrapper->word_len += len;
    wrapper->word_width += width;
}

void cli_wrap(cli_wrapper *wrapper, const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        unsigned bytes;
        int width;
        cli_character(text + at, len - at, &bytes, &width);
        if (width < 0 || text[at] == ' ') {
            flush_word(wrapper);
            wrapper->space = true;
        } else {
            if (width == 2) /* a line may be broken before and after these */
                flush_word(wrapper);
            put_word_bytes(wrapper, text + at, bytes, (unsigned)width);
            if (width == 2)
                flush_word(wrapper);
        }
        at += bytes;
    }
}

void cli_wrap_style(cli_wrapper *wrapper, const char *escape)
{
    put_word_bytes(wrapper, escape, strlen(escape), 0);
}

void cli_wrap_end(cli_wrapper *wrapper)
{
    flush_word(wrapper);
    putc('\n', wrapper->out);
    wrapper->column = 0;
    wrapper->space = false;
}
