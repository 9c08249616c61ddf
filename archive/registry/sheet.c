#include "archive/registry/sheet.h"

#include <stdio.h>
#include <string.h>

#include "archive/tokenizer.h"
#include "archive/utf8.h"

enum { NOTE_MAX = 200 };

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

morgue_text mg_sheet_trim(morgue_text text)
{
    while (text.len && is_space(text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len && is_space(text.data[text.len - 1]))
        text.len--;
    return text;
}

const char *mg_sheet_check_name(morgue_text name)
{
    mg_tokenizer tokenizer;
    mg_token token;
    if (!name.len)
        return "a name is missing";
    if (name.len > MG_SHEET_NAME_MAX)
        return "a name is too long";
    mg_tokenizer_init(&tokenizer, name.data, name.len, 0);
    return mg_tokenizer_next(&tokenizer, &token) ? NULL : "a name has no letter or digit";
}

/* A # begins a comment at the beginning of a line or behind white space: C# is a name. */
static morgue_text without_comment(morgue_text line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] == '#' && (i == 0 || is_space(line.data[i - 1]))) {
            line.len = i;
            break;
        }
    return mg_sheet_trim(line);
}

static bool note(const mg_sheet *sheet, size_t number, const char *wrong)
{
    mg_sheet_notes *notes = sheet->notes;
    char text[NOTE_MAX];
    notes->n_wrong++;
    if (notes->n > MG_SHEET_NOTES_MAX)
        return true;
    if (notes->n == MG_SHEET_NOTES_MAX)
        snprintf(text, sizeof text, "%s: more lines are left out", sheet->name);
    else
        snprintf(text, sizeof text, "%s: line %zu is left out: %s", sheet->name, number, wrong);
    return (notes->at[notes->n++] = mg_arena_copy(sheet->arena, text, strlen(text))) != NULL;
}

static bool take_line(const mg_sheet *sheet, morgue_text line, size_t number)
{
    const char *wrong = NULL;
    if (mg_utf8_clean_prefix(line.data, line.len) < line.len)
        return note(sheet, number, "it is not UTF-8");
    line = without_comment(line);
    if (line.len && !sheet->take(sheet->user, line, &wrong))
        return false;
    return !wrong || note(sheet, number, wrong);
}

bool mg_sheet_read(const mg_sheet *sheet, const char *text, size_t len)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *end = text + len;
    if (len >= 3 && memcmp(text, mark, 3) == 0)
        text += 3;
    for (size_t number = 1; text < end; number++) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        stop = stop ? stop : end;
        if (number > MG_SHEET_LINES_MAX)
            return note(sheet, number, "there are too many; so are all behind it");
        if (!take_line(sheet, (morgue_text){text, (size_t)(stop - text)}, number))
            return false;
        text = stop + 1;
    }
    return true;
}
