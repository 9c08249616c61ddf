/* Files as a window of unpacked bytes. Plain reads into a growing buffer, no mapping: a file that
 * another program shortens meanwhile must end early, not end us. */
#include "indexer/input/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "archive/error.h"

enum { CHUNK = 256 << 10, FIRST_WINDOW = 64 << 10 };

struct mg_input {
    char *path;
    int fd;
    bool at_end;          /* no more unpacked bytes will come */
    morgue_error problem; /* why, if the file was not read to its end; status OK otherwise */

    char *window; /* bytes [start, start + len) are to be read; one more is allocated for a NUL */
    size_t start;
    size_t len;
    size_t cap;
    uint64_t offset;
    uint64_t line;
    uint64_t bytes_read;

    unsigned char *packed; /* bytes of a gzip file before unpacking; NULL for a plain file */
    z_stream unpacker;
    bool between_members;
    bool file_ended;
};

/* ---- Reading ------------------------------------------------------------------------------- */

/* Reads up to `n` bytes of the file. Sets *ret_n; 0 is its end. */
static morgue_status read_file(mg_input *input, void *to, size_t n, size_t *ret_n,
                               morgue_error *err)
{
    ssize_t got;
    do
        got = read(input->fd, to, n);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return mg_fail_errno(err, "read the file", input->path);
    input->bytes_read += (uint64_t)got;
    *ret_n = (size_t)got;
    return MORGUE_OK;
}

/* Makes room for `more` bytes behind the window. */
static morgue_status make_room(mg_input *input, size_t more, morgue_error *err)
{
    if (input->start + input->len + more <= input->cap)
        return MORGUE_OK;
    if (input->start) {
        memmove(input->window, input->window + input->start, input->len);
        input->start = 0;
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

/* ---- Gzip ---------------------------------------------------------------------------------- */

static morgue_status gzip_failed(mg_input *input, morgue_error *err, const char *what)
{
    return mg_fail_at(err, MORGUE_IO, (int64_t)input->bytes_read,
                      "%s: the gzip data %s: the articles before this place are in, get a whole "
                      "copy for the rest",
                      input->path, what);
}

/* Reads packed bytes when all were used. */
static morgue_status feed(mg_input *input, morgue_error *err)
{
    size_t n = 0;
    if (input->unpacker.avail_in || input->file_ended)
        return MORGUE_OK;
    morgue_status status = read_file(input, input->packed, CHUNK, &n, err);
    if (status != MORGUE_OK)
        return status;
    input->file_ended = n == 0;
    input->unpacker.next_in = input->packed;
    input->unpacker.avail_in = (uInt)n;
    return MORGUE_OK;
}

/* Behind a member may come another one, padding of NULs, or the end. */
static morgue_status next_member(mg_input *input, morgue_error *err)
{
    z_stream *z = &input->unpacker;
    while (z->avail_in && *z->next_in == 0) {
        z->next_in++;
        z->avail_in--;
    }
    if (!z->avail_in) {
        input->at_end = input->file_ended;
        return MORGUE_OK;
    }
    if (*z->next_in != 0x1F)
        return gzip_failed(input, err, "is followed by something else");
    if (inflateReset(z) != Z_OK)
        return gzip_failed(input, err, "cannot be unpacked");
    input->between_members = false;
    return MORGUE_OK;
}

/* Unpacks into the `room` bytes behind the window. */
static morgue_status unpack(mg_input *input, size_t room, morgue_error *err)
{
    z_stream *z = &input->unpacker;
    morgue_status status = feed(input, err);
    if (status == MORGUE_OK && input->between_members)
        status = next_member(input, err);
    if (status != MORGUE_OK || input->at_end || input->between_members)
        return status;
    if (input->file_ended && !z->avail_in)
        return gzip_failed(input, err, "ends too early");
    z->next_out = (Bytef *)input->window + input->start + input->len;
    z->avail_out = (uInt)room;
    int result = inflate(z, Z_NO_FLUSH);
    input->len += room - z->avail_out;
    if (result == Z_STREAM_END)
        input->between_members = true;
    else if (result != Z_OK && result != Z_BUF_ERROR)
        return result == Z_MEM_ERROR ? mg_fail_memory(err) : gzip_failed(input, err, "is damaged");
    return MORGUE_OK;
}

/* Turns what stands in the window into packed bytes, if it begins as gzip does. */
static morgue_status recognise_gzip(mg_input *input, morgue_error *err)
{
    if (input->len < 3 || memcmp(input->window, "\x1F\x8B\x08", 3) != 0)
        return MORGUE_OK;
    input->packed = malloc(CHUNK);
    if (!input->packed || inflateInit2(&input->unpacker, 15 + 16) != Z_OK) {
        free(input->packed);
        input->packed = NULL;
        return mg_fail_memory(err);
    }
    memcpy(input->packed, input->window, input->len);
    input->unpacker.next_in = input->packed;
    input->unpacker.avail_in = (uInt)input->len;
    input->len = 0;
    return MORGUE_OK;
}

/* ---- The window ---------------------------------------------------------------------------- */

static morgue_status fill_plain(mg_input *input, size_t room, morgue_error *err)
{
    size_t n = 0;
    char *to = input->window + input->start + input->len;
    morgue_status status = read_file(input, to, room, &n, err);
    if (status != MORGUE_OK)
        return status;
    input->len += n;
    input->at_end = n == 0;
    return MORGUE_OK;
}

/* Reads on by one step. What goes wrong is kept until the window is empty. */
static morgue_status fill(mg_input *input, size_t want, morgue_error *err)
{
    size_t more = want - input->len > CHUNK ? want - input->len : CHUNK;
    morgue_status status = make_room(input, more, err);
    if (status != MORGUE_OK)
        return status;
    size_t room = input->cap - input->start - input->len;
    room = room > CHUNK ? CHUNK : room;
    room = room > MG_WINDOW_MAX - input->len ? MG_WINDOW_MAX - input->len : room;
    morgue_error problem = {0};
    status = input->packed ? unpack(input, room, &problem) : fill_plain(input, room, &problem);
    if (status != MORGUE_OK) {
        input->problem = problem;
        input->at_end = true;
    }
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
    if (!input->len && want && input->problem.status != MORGUE_OK) {
        if (err)
            *err = input->problem;
        return input->problem.status;
    }
    input->window[input->start + input->len] = '\0';
    *ret = (morgue_text){input->window + input->start, input->len};
    return MORGUE_OK;
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
}

/* ---- Opening and closing ------------------------------------------------------------------- */

static morgue_status open_file(mg_input *input, morgue_error *err)
{
    bool standard = strcmp(input->path, "-") == 0;
    input->fd = standard ? dup(STDIN_FILENO) : open(input->path, O_RDONLY | O_CLOEXEC);
    if (input->fd < 0)
        return mg_fail_errno(err, "open the file", input->path);
    input->window = malloc(FIRST_WINDOW + 1);
    input->cap = FIRST_WINDOW;
    if (!input->window)
        return mg_fail_memory(err);
    for (size_t n = 1; n && input->len < 3;) { /* a pipe may hand out single bytes */
        char *to = input->window + input->len;
        morgue_status status = read_file(input, to, FIRST_WINDOW - input->len, &n, err);
        if (status != MORGUE_OK)
            return status;
        input->len += n;
    }
    return recognise_gzip(input, err);
}

morgue_status mg_input_open(const char *path, mg_input **ret, morgue_error *err)
{
    mg_input *input = calloc(1, sizeof *input);
    if (!input)
        return mg_fail_memory(err);
    input->fd = -1;
    input->line = 1;
    input->path = strdup(path);
    morgue_status status = input->path ? open_file(input, err) : mg_fail_memory(err);
    if (status != MORGUE_OK) {
        mg_input_free(input);
        return status;
    }
    *ret = input;
    return MORGUE_OK;
}

morgue_status mg_input_memory(morgue_text bytes, const char *path, mg_input **ret,
                              morgue_error *err)
{
    mg_input *input = calloc(1, sizeof *input);
    if (!input)
        return mg_fail_memory(err);
    input->fd = -1;
    input->line = 1;
    input->at_end = true;
    input->path = strdup(path);
    input->window = malloc(bytes.len + 1);
    if (!input->path || !input->window) {
        mg_input_free(input);
        return mg_fail_memory(err);
    }
    memcpy(input->window, bytes.data, bytes.len);
    input->len = input->cap = bytes.len;
    input->bytes_read = bytes.len;
    *ret = input;
    return MORGUE_OK;
}

void mg_input_free(mg_input *input)
{
    if (!input)
        return;
    if (input->packed)
        inflateEnd(&input->unpacker);
    if (input->fd >= 0)
        close(input->fd);
    free(input->packed);
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

uint64_t mg_input_bytes_read(const mg_input *input)
{
    return input->bytes_read;
}

const char *mg_input_path(const mg_input *input)
{
    return input->path;
}
