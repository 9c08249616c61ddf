#include "archive/remote/spread.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/buffer.h"
#include "archive/error.h"
#include "archive/path.h"

enum { LIST_MAX = 1 << 20, PORT_MAX = 65535, WORDS_MAX = 4 * MG_ADDRESSES_MAX };

/* A list while it is read. */
typedef struct reading {
    const char *path;
    size_t folder; /* length of the path up to the file's name */
    unsigned line;
    mg_spread *spread;
    morgue_error *err;
} reading;

bool mg_spread_is_at(const char *path)
{
    struct stat at;
    return stat(path, &at) == 0 && S_ISREG(at.st_mode);
}

void mg_spread_free(mg_spread *spread)
{
    free(spread->shards);
    mg_arena_free(&spread->arena);
    *spread = (mg_spread){0};
}

static morgue_status wrong(const reading *r, const char *what, const char *word)
{
    if (!r->spread->n)
        return mg_fail(r->err, MORGUE_FOREIGN,
                       "%s: is a file, but no list of shards: line %u: %s: '%.80s'", r->path,
                       r->line, what, word);
    return mg_fail(r->err, MORGUE_BAD_INPUT, "%s, line %u: %s: '%.80s'", r->path, r->line, what,
                   word);
}

/* ---- One address -------------------------------------------------------------------------- */

/* "folder/of/list/PATH", or PATH where that begins at the root. */
static const char *place_beside(const reading *r, const char *path)
{
    size_t before = *path == '/' ? 0 : r->folder, len = strlen(path);
    char *whole = mg_arena_get(&r->spread->arena, before + len + 1);
    if (whole) {
        memcpy(whole, r->path, before);
        memcpy(whole + before, path, len + 1);
    }
    return whole;
}

/* Takes "HOST:PORT" apart. */
static morgue_status take_server(const reading *r, char *word, mg_address *ret)
{
    char *colon = strrchr(word, ':'), *end = NULL;
    unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    if (!colon || colon == word || strspn(colon + 1, "0123456789") != strlen(colon + 1) || !port ||
        port > PORT_MAX)
        return wrong(r, "not HOST:PORT, as in 'tcp node1:7411'", word);
    if (memchr(word, ':', (size_t)(colon - word)))
        return wrong(r, "Xapian reaches no IPv6 addresses: give a name, or ssh", word);
    ret->host = mg_arena_copy(&r->spread->arena, word, (size_t)(colon - word));
    ret->port = (unsigned)port;
    return ret->host ? MORGUE_OK : mg_fail_memory(r->err);
}

/* They become words of a command line here and of a shell's there. */
static bool is_plain(const char *word)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_./+-@,:=%";
    return *word && *word != '-' && strspn(word, plain) == strlen(word);
}

static morgue_status take_ssh(const reading *r, const char *host, const char *path, mg_address *ret)
{
    if (!is_plain(host))
        return wrong(r, "no name of a host", host);
    if (!is_plain(path))
        return wrong(r, "a path over ssh has letters, digits and _./+-@,:=% only", path);
    ret->host = mg_arena_copy(&r->spread->arena, host, strlen(host));
    ret->path = mg_arena_copy(&r->spread->arena, path, strlen(path));
    return ret->host && ret->path ? MORGUE_OK : mg_fail_memory(r->err);
}

static morgue_status name_it(const reading *r, char *const *words, size_t n, mg_address *ret)
{
    mg_buffer name = {0};
    bool fits = true;
    for (size_t i = 0; fits && i < n; i++)
        fits =
            (!i || mg_buffer_append_byte(&name, ' ')) && mg_buffer_append_string(&name, words[i]);
    ret->name = fits ? mg_arena_copy(&r->spread->arena, name.data, name.len) : NULL;
    mg_buffer_free(&name);
    return ret->name ? MORGUE_OK : mg_fail_memory(r->err);
}

static morgue_status take_address(const reading *r, char **words, size_t n, mg_address *ret)
{
    morgue_status status = name_it(r, words, n, ret);
    if (status != MORGUE_OK)
        return status;
    if (n == 2 && strcmp(words[0], "local") == 0) {
        ret->kind = MG_ADDRESS_LOCAL;
        ret->path = place_beside(r, words[1]);
        return ret->path ? MORGUE_OK : mg_fail_memory(r->err);
    }
    if (n == 2 && strcmp(words[0], "tcp") == 0) {
        ret->kind = MG_ADDRESS_TCP;
        return take_server(r, words[1], ret);
    }
    if (n == 3 && strcmp(words[0], "ssh") == 0) {
        ret->kind = MG_ADDRESS_SSH;
        return take_ssh(r, words[1], words[2], ret);
    }
    return wrong(r, "neither 'local PATH', 'tcp HOST:PORT' nor 'ssh HOST PATH'", ret->name);
}

/* ---- Lines -------------------------------------------------------------------------------- */

/* A path may have spaces where it is the only thing on its line. */
static size_t split(char *line, char **words, bool *ret_fits)
{
    size_t n = 0;
    char *rest = line;
    *ret_fits = true;
    for (char *word; (word = strtok_r(NULL, " \t", &rest));) {
        if (n == WORDS_MAX) {
            *ret_fits = false;
            break;
        }
        words[n++] = word;
        if (n == 1 && strcmp(word, "local") == 0) {
            rest += strspn(rest, " \t");
            if (*rest)
                words[n++] = rest;
            break;
        }
    }
    return n;
}

static morgue_status take_addresses(const reading *r, char **words, size_t n, mg_spread_shard *ret)
{
    morgue_status status = MORGUE_OK;
    for (size_t from = 0, to; status == MORGUE_OK && from < n; from = to + 1) {
        for (to = from; to < n && strcmp(words[to], "or") != 0;)
            to++;
        if (to == from || to + 1 == n)
            return wrong(r, "a place is missing beside 'or'", words[from]);
        if (ret->n == MG_ADDRESSES_MAX)
            return wrong(r, "too many places for one shard", words[from]);
        status = take_address(r, words + from, to - from, &ret->at[ret->n]);
        if (status == MORGUE_OK && ret->at[ret->n++].kind == MG_ADDRESS_LOCAL && ret->n > 1)
            return wrong(r, "what stands behind 'or' is another machine", ret->at[ret->n - 1].name);
    }
    return status;
}

static bool has_name(const mg_spread *spread, const char *name)
{
    for (size_t i = 0; i < spread->n; i++)
        for (size_t k = 0; k < spread->shards[i].n; k++)
            if (strcmp(spread->shards[i].at[k].name, name) == 0)
                return true;
    return false;
}

/* The same place twice would be found twice. */
static morgue_status check_new(const reading *r, const mg_spread_shard *shard)
{
    for (size_t k = 0; k < shard->n; k++)
        if (has_name(r->spread, shard->at[k].name))
            return wrong(r, "stands in the list already", shard->at[k].name);
    return MORGUE_OK;
}

static morgue_status take_line(const reading *r, char *line)
{
    char *words[WORDS_MAX];
    bool fits;
    size_t n = split(line, words, &fits);
    mg_spread *spread = r->spread;
    mg_spread_shard shard = {0};
    if (!n || *words[0] == '#')
        return MORGUE_OK;
    if (!fits || spread->n == MG_SPREAD_MAX)
        return wrong(r, fits ? "more shards than a list can have" : "too long", words[0]);
    shard.at = mg_arena_array(&spread->arena, MG_ADDRESSES_MAX, sizeof *shard.at);
    void *grown = realloc(spread->shards, (spread->n + 1) * sizeof *spread->shards);
    if (grown)
        spread->shards = grown;
    if (!grown || !shard.at)
        return mg_fail_memory(r->err);
    morgue_status status = take_addresses(r, words, n, &shard);
    if (status == MORGUE_OK)
        status = check_new(r, &shard);
    if (status == MORGUE_OK)
        spread->shards[spread->n++] = shard;
    return status;
}

static morgue_status take_lines(reading *r, mg_buffer *text)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* of UTF-8, which some editors put first */
    morgue_status status = MORGUE_OK;
    char *rest = text->data;
    if (text->len && strlen(text->data) != text->len)
        return mg_fail(r->err, MORGUE_FOREIGN,
                       "%s: is a file, but no list of shards: it has more than text in it",
                       r->path);
    if (rest && strncmp(rest, mark, sizeof mark - 1) == 0)
        rest += sizeof mark - 1;
    for (char *line; status == MORGUE_OK && rest && (line = strsep(&rest, "\n"));) {
        size_t len = strlen(line);
        while (len && strchr(" \t\r", line[len - 1]))
            line[--len] = '\0';
        r->line++;
        status = take_line(r, line);
    }
    if (status == MORGUE_OK && !r->spread->n)
        return mg_fail(r->err, MORGUE_FOREIGN,
                       "%s: is a file, but lists no shards: write 'local PATH', 'tcp HOST:PORT' or "
                       "'ssh HOST PATH', "
                       "each on a line",
                       r->path);
    return status;
}

morgue_status mg_spread_read(const char *path, mg_spread *ret, morgue_error *err)
{
    mg_buffer text = {0};
    mg_spread spread = {0};
    const char *slash = strrchr(path, '/');
    reading r = {.path = path,
                 .folder = slash ? (size_t)(slash - path) + 1 : 0,
                 .spread = &spread,
                 .err = err};
    morgue_status status = mg_file_read(path, LIST_MAX, &text, err);
    if (status == MORGUE_BAD_INPUT)
        status = mg_fail(err, MORGUE_FOREIGN,
                         "%s: is a file, but no list of shards: it is too large for one", path);
    if (status == MORGUE_OK)
        status = take_lines(&r, &text);
    mg_buffer_free(&text);
    if (status == MORGUE_OK)
        *ret = spread;
    else
        mg_spread_free(&spread);
    return status;
}
