#include "indexer/tagger/train/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "archive/grow.h"

static const char *const types[] = {"PER", "ORG", "LOC", "MISC"};

static bool type_named(const char *name, size_t len, mg_entity *ret)
{
    for (unsigned i = 0; i < 4; i++)
        if (strlen(types[i]) == len && memcmp(types[i], name, len) == 0) {
            *ret = (mg_entity)i;
            return true;
        }
    return false;
}

static document *new_document(corpus *c)
{
    if (!MG_GROW(c->documents, c->cap, c->n + 1))
        return NULL;
    c->documents[c->n] = (document){0};
    return &c->documents[c->n++];
}

static bool add_name(document *d, size_t start, size_t end, mg_entity type)
{
    if (!MG_GROW(d->names, d->names_cap, d->n_names + 1))
        return false;
    d->names[d->n_names++] = (gold){(uint32_t)start, (uint32_t)end, type};
    return true;
}

/* ---- Marked text -------------------------------------------------------------------------- */

/* Appends a line without its marks. */
static bool add_marked(document *d, const char *line, size_t len)
{
    for (const char *end = line + len; line < end;) {
        const char *close = *line == '[' ? memchr(line, ']', (size_t)(end - line)) : NULL;
        const char *bar = close ? memchr(line, '|', (size_t)(close - line)) : NULL;
        mg_entity type;
        if (!bar || !type_named(bar + 1, (size_t)(close - bar - 1), &type)) {
            if (!mg_buffer_append_byte(&d->text, *line++))
                return false;
            continue;
        }
        size_t start = d->text.len;
        if (!mg_buffer_append(&d->text, line + 1, (size_t)(bar - line - 1)) ||
            !add_name(d, start, d->text.len, type))
            return false;
        line = close + 1;
    }
    return true;
}

static bool read_marked(corpus *c, FILE *file)
{
    char *line = NULL;
    size_t cap = 0;
    document *d = NULL;
    bool fits = true;
    for (ssize_t len; fits && (len = getline(&line, &cap, file)) > 0;) {
        len -= line[len - 1] == '\n';
        if (len == 3 && memcmp(line, "---", 3) == 0) {
            fits = (d = new_document(c)) != NULL;
        } else if (d && len) {
            bool title = !d->text.len;
            fits = (title || mg_buffer_append(&d->text, "\n\n", d->title_len ? 2 : 0)) &&
                   add_marked(d, line, (size_t)len);
            if (title && fits) {
                d->title_len = d->text.len;
                fits = mg_buffer_append(&d->text, "\n\n", 2);
            }
        }
    }
    free(line);
    return fits;
}

/* ---- Tokens ------------------------------------------------------------------------------- */

/* Tokens being put together. */
typedef struct joiner {
    document *d;
    size_t open; /* where the name under way begins; -1: none */
    mg_entity type;
    bool quoted;
    bool glued;       /* no space before the next token */
    bool fresh;       /* at the beginning of a sentence */
    char last;        /* byte of the text */
    size_t sentences; /* of the document, so far */
    size_t headline;  /* where its first sentence ends, if that has no full stop */
} joiner;

/* A first sentence that has no full stop is the headline, where there is enough behind it. */
static void end_document(joiner *j)
{
    enum { STORY = 4 };
    if (j->d && j->sentences >= STORY)
        j->d->title_len = j->headline;
    j->sentences = j->headline = 0;
}

static bool is_glued(const joiner *j, const char *token)
{
    static const char *const clitics[] = {"'s", "n't", "'ll", "'re", "'ve",
                                          "'d", "'m",  "'S",  "’s",  "n’t"};
    if (strchr(",.;:!?)]}%", *token) && strspn(token, ",.;:!?)]}%") == strlen(token))
        return true;
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++)
        if (strcmp(token, clitics[i]) == 0)
            return true;
    return j->glued;
}

static void close_name(joiner *j)
{
    if (j->open != (size_t)-1)
        add_name(j->d, j->open, j->d->text.len, j->type);
    j->open = (size_t)-1;
}

static bool add_token(joiner *j, const char *token, const char *tag)
{
    bool quote = strcmp(token, "\"") == 0 || strcmp(token, "``") == 0 || strcmp(token, "''") == 0;
    mg_entity type = MG_PER;
    bool named = tag[0] && tag[1] == '-' && type_named(tag + 2, strlen(tag + 2), &type);
    if (j->open != (size_t)-1 && (!named || tag[0] == 'B' || type != j->type))
        close_name(j);
    bool glued = j->fresh || is_glued(j, token) || (quote && j->quoted);
    if (!glued && !mg_buffer_append_byte(&j->d->text, ' '))
        return false;
    if (named && j->open == (size_t)-1) {
        j->open = j->d->text.len;
        j->type = type;
    }
    j->fresh = false;
    j->glued = (quote && !j->quoted) || strcmp(token, "(") == 0 || strcmp(token, "[") == 0 ||
               strcmp(token, "$") == 0;
    j->quoted ^= quote;
    j->last = token[strlen(token) - 1];
    return mg_buffer_append_string(&j->d->text, quote ? "\"" : token);
}

/* A sentence without a full stop is a line of its own, as headlines are. */
static bool end_sentence(joiner *j)
{
    if (!j->d || j->fresh)
        return true;
    close_name(j);
    j->quoted = j->glued = false;
    j->fresh = true;
    bool stopped = strchr(".!?\"')", j->last) != NULL;
    if (!j->sentences++ && !stopped)
        j->headline = j->d->text.len;
    return mg_buffer_append_string(&j->d->text, stopped ? " " : "\n\n");
}

static bool read_line(corpus *c, joiner *j, char *line)
{
    line[strcspn(line, "\r\n")] = '\0';
    char *tab = line + strcspn(line, "\t ");
    if (!*line)
        return end_sentence(j);
    char *tag = strrchr(line, *tab ? *tab : '\t');
    if (strncmp(line, "-DOCSTART-", 10) == 0) {
        end_sentence(j);
        end_document(j);
        j->d = new_document(c);
        j->fresh = true;
        return j->d != NULL;
    }
    if (!j->d && !(j->d = new_document(c)))
        return false;
    const char *label = tag ? tag + 1 : "O";
    *tab = '\0';
    return !*line || add_token(j, line, label);
}

static bool read_tokens(corpus *c, FILE *file)
{
    char *line = NULL;
    size_t cap = 0;
    joiner j = {.open = (size_t)-1, .fresh = true};
    bool fits = true;
    while (fits && getline(&line, &cap, file) > 0)
        fits = read_line(c, &j, line);
    free(line);
    fits = fits && end_sentence(&j);
    end_document(&j);
    return fits;
}

/* ---- Files -------------------------------------------------------------------------------- */

bool corpus_read(corpus *c, const char *path)
{
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        return false;
    }
    size_t len = strlen(path);
    bool marked = len > 4 && strcmp(path + len - 4, ".txt") == 0;
    bool read = marked ? read_marked(c, file) : read_tokens(c, file);
    fclose(file);
    return read;
}

void corpus_free(corpus *c)
{
    for (size_t i = 0; i < c->n; i++) {
        mg_buffer_free(&c->documents[i].text);
        free(c->documents[i].names);
    }
    free(c->documents);
    *c = (corpus){0};
}

morgue_text document_title(const document *d)
{
    return (morgue_text){d->text.data ? d->text.data : "", d->title_len};
}

morgue_text document_text(const document *d)
{
    return (morgue_text){d->text.data ? d->text.data + d->title_len : "",
                         d->text.len - d->title_len};
}
