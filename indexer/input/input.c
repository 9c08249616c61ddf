#include "indexer/input/input.h"

#include <stdlib.h>
#include <string.h>

#include "archive/error.h"

enum { CHUNK = 256 << 10, FIRST_WINDOW = 64 << 10, KEPT_WINDOW = 8 << 20 };

struct mg_input {
    char *path;
    mg_stream *from; /* NULL: all that there is stands in the window */
    bool at_end;     /* nothing more will come */
    bool followed;
    bool moved;           /* bytes were skipped, or the stream was wrapped */
    morgue_error problem; /* why, if the stream was not read to its end; status OK otherwise */

    char *window; /* bytes [start, start + len) are to be read; one more is allocated for a NUL */
    size_t start;
    size_t len;
    size_t cap;
    uint64_t offset;
    uint64_t line;
};

/* ---- The window ---------------------------------------------------------------------------- */

/* Gives back what one long piece has taken, once it is passed over. */
static void shrink(mg_input *input, size_t more)
{
    size_t cap = 2 * (input->len + more);
    if (input->cap <= KEPT_WINDOW || cap > KEPT_WINDOW)
        return;
    char *window = realloc(input->window, cap + 1);
    input->window = window ? window : input->window;
    input->cap = window ? cap : input->cap;
}

/* Makes room for `more` bytes behind the window. */
static morgue_status make_room(mg_input *input, size_t more, morgue_error *err)
{
    bool huge = input->cap > KEPT_WINDOW && input->start > input->len;
    if (!huge && input->start + input->len + more <= input->cap)
        return MORGUE_OK;
    if (input->start) {
        memmove(input->window, input->window + input->start, input->len);
        input->start = 0;
        shrink(input, more);
    }
    if (input->len + more <= input->cap)
        return MORGUE_OK;
    size_t cap = input->cap * 2 > input->len + more ? input->cap * 2 : input->len + more;
    char *window = realloc(input->window, cap + 1);
    if (!window)
        return mg_fail_memory(err);
    input->window = window;
    input->cap = cap;
    return MORGUE_OK;
}

/* What went wrong in the stream below, which does not know its name. */
static morgue_status tell_problem(const mg_input *input, morgue_error *err)
{
    const morgue_error *problem = &input->problem;
    if (problem->status == MORGUE_NO_MEMORY)
        return mg_fail_memory(err);
    return mg_fail(err, problem->status, "%s: %s", input->path, problem->message);
}

/* Reads on by one step. What goes wrong is kept until the window is empty. */
static morgue_status fill(mg_input *input, size_t want, morgue_error *err)
{
    size_t more = want - input->len > CHUNK ? want - input->len : CHUNK;
    morgue_status status = make_room(input, more, err);
    if (status != MORGUE_OK)
        return status;
    size_t room = input->cap - input->start - input->len, n = 0;
    room = room > CHUNK ? CHUNK : room;
    room = room > MG_WINDOW_MAX - input->len ? MG_WINDOW_MAX - input->len : room;
    morgue_error problem = {0};
    char *to = input->window + input->start + input->len;
    if (input->from->type->read(input->from, to, room, &n, &problem) != MORGUE_OK) {
        input->problem = problem;
        input->at_end = true;
        return MORGUE_OK;
    }
    input->len += n;
    input->at_end = n == 0;
    return MORGUE_OK;
}

morgue_status mg_input_peek(mg_input *input, size_t want, morgue_text *ret, morgue_error *err)
{
    if (want > MG_WINDOW_MAX)
        return mg_fail(err, MORGUE_BAD_INPUT, "%s: more than %zu MB in one piece", input->path,
                       MG_WINDOW_MAX >> 20);
    while (input->len < want && !input->at_end) {
        morgue_status status = fill(input, want, err);
        if (status != MORGUE_OK)
            return status;
    }
    if (!input->len && want && input->problem.status != MORGUE_OK)
        return tell_problem(input, err);
    input->window[input->start + input->len] = '\0';
    *ret = (morgue_text){input->window + input->start, input->len};
    return MORGUE_OK;
}

static bool has_line(morgue_text window)
{
    while (window.len && *window.data && strchr(" \t\r\n", *window.data)) {
        window.data++;
        window.len--;
    }
    return memchr(window.data, '\n', window.len);
}

morgue_status mg_input_peek_head(mg_input *input, size_t want, morgue_text *ret, morgue_error *err)
{
    morgue_text window;
    if (!input->followed)
        return mg_input_peek(input, want, ret, err);
    morgue_status status = mg_input_peek(input, 1, &window, err);
    while (status == MORGUE_OK && window.len < want && !input->at_end && !has_line(window))
        status = mg_input_peek(input, window.len + 1, &window, err);
    if (status == MORGUE_OK)
        *ret = window;
    return status;
}

void mg_input_follow(mg_input *input)
{
    input->followed = true;
}

bool mg_input_is_followed(const mg_input *input)
{
    return input->followed;
}

void mg_input_skip(mg_input *input, size_t n)
{
    const char *at = input->window + input->start;
    const char *end = at + n;
    while ((at = memchr(at, '\n', (size_t)(end - at)))) {
        input->line++;
        at++;
    }
    input->start += n;
    input->len -= n;
    input->offset += n;
    input->moved = input->moved || n;
}

/* ---- What is under the window -------------------------------------------------------------- */

/* Empties the input, and hands out its window and what lies behind it as a stream. */
static morgue_status take_rest(mg_input *input, mg_stream **ret, morgue_error *err)
{
    char *window = malloc(FIRST_WINDOW + 1);
    if (!window)
        return mg_fail_memory(err);
    morgue_status status = mg_stream_prefixed(input->window, input->start, input->len,
                                              &input->problem, input->from, ret, err);
    input->from = NULL;
    input->window = window;
    input->cap = FIRST_WINDOW;
    input->start = input->len = 0;
    input->problem = (morgue_error){0};
    input->at_end = input->moved = true;
    return status;
}

morgue_status mg_input_release(mg_input *input, mg_stream **ret, morgue_error *err)
{
    mg_stream *from = input->from;
    bool whole = !input->moved && from && mg_stream_can_seek(from);
    if (!whole || !from->type->seek(from, 0))
        return take_rest(input, ret, err);
    input->from = NULL;
    input->len = 0;
    input->at_end = input->moved = true;
    *ret = from;
    return MORGUE_OK;
}

morgue_status mg_input_wrap(mg_input *input, mg_stream_maker *make, void *user, morgue_error *err)
{
    mg_stream *rest = NULL, *wrapped = NULL;
    morgue_status status = take_rest(input, &rest, err);
    if (status == MORGUE_OK)
        status = make(rest, user, &wrapped, err);
    if (status != MORGUE_OK)
        return status;
    input->from = wrapped;
    input->at_end = false;
    return MORGUE_OK;
}

/* ---- Opening and closing ------------------------------------------------------------------- */

/* An input with room for `cap` bytes in its window, and none in it. */
static morgue_status make_input(const char *path, size_t cap, mg_input **ret, morgue_error *err)
{
    mg_input *input = calloc(1, sizeof *input);
    if (!input)
        return mg_fail_memory(err);
    input->line = 1;
    input->path = strdup(path);
    input->window = malloc(cap + 1);
    input->cap = cap;
    if (!input->path || !input->window) {
        mg_input_free(input);
        return mg_fail_memory(err);
    }
    *ret = input;
    return MORGUE_OK;
}

morgue_status mg_input_stream(mg_stream *stream, const char *path, mg_input **ret,
                              morgue_error *err)
{
    mg_input *input = NULL;
    morgue_status status = make_input(path, FIRST_WINDOW, &input, err);
    if (status != MORGUE_OK) {
        mg_stream_close(stream);
        return status;
    }
    input->from = stream;
    *ret = input;
    return MORGUE_OK;
}

morgue_status mg_input_memory(morgue_text bytes, const char *path, mg_input **ret,
                              morgue_error *err)
{
    mg_input *input = NULL;
    morgue_status status = make_input(path, bytes.len, &input, err);
    if (status != MORGUE_OK)
        return status;
    memcpy(input->window, bytes.data, bytes.len);
    input->len = bytes.len;
    input->at_end = true;
    *ret = input;
    return MORGUE_OK;
}

void mg_input_free(mg_input *input)
{
    if (!input)
        return;
    mg_stream_close(input->from);
    free(input->window);
    free(input->path);
    free(input);
}

uint64_t mg_input_offset(const mg_input *input)
{
    return input->offset;
}

uint64_t mg_input_line(const mg_input *input)
{
    return input->line;
}

const char *mg_input_path(const mg_input *input)
{
    return input->path;
}
