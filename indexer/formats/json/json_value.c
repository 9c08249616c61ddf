#include "indexer/formats/json/json_value.h"

#include <stdio.h>
#include <string.h>

#include "archive/error.h"
#include "indexer/formats/json/json_scan.h"
#include "indexer/formats/json/json_tags.h"
#include "indexer/text/json_parts.h"

enum { DEPTH_MAX = 8 };

/* ---- Reading ------------------------------------------------------------------------------- */

/* Is the escape at `at` ("\uD83D") half of a surrogate pair? Sets *ret_pair when both halves stand
 * there. */
static bool is_half(const char *at, const char *end, bool *ret_pair)
{
    unsigned first = 0, second = 0;
    *ret_pair = false;
    if (end - at < 6 || at[1] != 'u' || sscanf(at + 2, "%4x", &first) != 1 || first < 0xD800 ||
        first > 0xDFFF)
        return false;
    *ret_pair = first < 0xDC00 && end - at >= 12 && at[6] == '\\' && at[7] == 'u' &&
                sscanf(at + 8, "%4x", &second) == 1 && second >= 0xDC00 && second <= 0xDFFF;
    return !*ret_pair;
}

static const char *control_escape(char c)
{
    return c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : NULL;
}

/* Copies JSON and mends what is inside its strings. */
static bool mend_strings(morgue_text raw, mg_buffer *ret, size_t *ret_halves)
{
    bool in_string = false, ok = true, pair;
    const char *end = raw.data + raw.len;
    for (const char *at = raw.data; ok && at < end; at++) {
        const char *escape = in_string ? control_escape(*at) : NULL;
        if (*at == '"')
            in_string = !in_string;
        if (escape) {
            ok = mg_buffer_append_string(ret, escape);
        } else if (in_string && *at == '\\' && end - at > 1) {
            bool half = is_half(at, end, &pair);
            size_t n = pair ? 12 : half ? 6 : 2;
            ok = half ? mg_buffer_append_string(ret, "\\ufffd") : mg_buffer_append(ret, at, n);
            *ret_halves += half;
            at += n - 1;
        } else {
            ok = mg_buffer_append_byte(ret, *at);
        }
    }
    return ok;
}

static json_t *parse(morgue_text raw, json_error_t *problem)
{
    return json_loadb(raw.data, raw.len, JSON_DECODE_ANY | JSON_ALLOW_NUL, problem);
}

static void note_halves(mg_reader *reader, size_t halves)
{
    if (halves)
        mg_note(reader, "%zu half surrogate pair%s replaced", halves, halves == 1 ? "" : "s");
}

/* Tries again with the strings mended. */
static json_t *parse_mended(mg_reader *reader, morgue_text raw)
{
    mg_buffer mended = {0};
    json_error_t problem;
    json_t *json = NULL;
    size_t halves = 0;
    if (mend_strings(raw, &mended, &halves))
        json = parse((morgue_text){mended.data, mended.len}, &problem);
    if (json)
        note_halves(reader, halves);
    if (json && !halves)
        mg_note(reader, "control characters in a string that should be escaped");
    mg_buffer_free(&mended);
    return json;
}

/* Half a surrogate pair is all that can be mended in a string; other controls are for mg_put(). */
static morgue_status read_string(mg_reader *reader, morgue_text raw, mg_json_value *ret,
                                 mg_buffer *arena, mg_json_problem *ret_problem)
{
    size_t halves = 0;
    ret->text = (morgue_text){raw.data + 1, raw.len - 2};
    ret->missing = raw.len == 2;
    if (!memchr(ret->text.data, '\\', ret->text.len))
        return MORGUE_OK;
    ret->text_at = arena->len;
    morgue_status status = mg_json_unescape(ret->text, arena, &halves, &ret_problem->at);
    if (status == MORGUE_BAD_INPUT)
        snprintf(ret_problem->what, sizeof ret_problem->what, "an escape that JSON does not have");
    ret->text.len = arena->len - ret->text_at;
    ret->mended = halves > 0;
    note_halves(reader, halves);
    return status;
}

void mg_json_value_settle(mg_json_value *value, const mg_buffer *arena)
{
    if (value->text_at != MG_JSON_IN_PLACE)
        value->text.data = arena->data + value->text_at;
}

/* A value that does not parse. A number beyond those of the machine keeps its digits. */
static morgue_status read_odd(mg_reader *reader, morgue_text raw, const json_error_t *problem,
                              mg_json_value *ret, mg_json_problem *ret_problem)
{
    enum json_error_code code = json_error_code(problem);
    if (code == json_error_out_of_memory)
        return MORGUE_NO_MEMORY;
    ret->json = parse_mended(reader, raw);
    ret->mended = ret->json != NULL;
    if (ret->json)
        return MORGUE_OK;
    if (code == json_error_numeric_overflow && raw.data[0] != '[' && raw.data[0] != '{') {
        ret->text = raw;
        return MORGUE_OK;
    }
    size_t at = problem->position > 0 ? (size_t)problem->position - 1 : 0;
    ret_problem->at = raw.data + (at < raw.len ? at : raw.len);
    snprintf(ret_problem->what, sizeof ret_problem->what, "%s", problem->text);
    return MORGUE_BAD_INPUT;
}

morgue_status mg_json_value_read(mg_reader *reader, morgue_text raw, mg_json_value *ret,
                                 mg_buffer *arena, mg_json_problem *ret_problem)
{
    json_error_t problem;
    *ret = (mg_json_value){.raw = raw, .text_at = MG_JSON_IN_PLACE};
    if (raw.data[0] == '"')
        return read_string(reader, raw, ret, arena, ret_problem);
    if (raw.len > MG_JSON_PARTS_MAX && mg_json_parts(raw, MG_JSON_PARTS_MAX) > MG_JSON_PARTS_MAX) {
        ret_problem->at = raw.data;
        snprintf(ret_problem->what, sizeof ret_problem->what, "a value of over %d parts",
                 MG_JSON_PARTS_MAX);
        return MORGUE_BAD_INPUT;
    }
    ret->json = parse(raw, &problem);
    if (!ret->json) {
        morgue_status status = read_odd(reader, raw, &problem, ret, ret_problem);
        if (status != MORGUE_OK || !ret->json)
            return status;
    }
    if (json_is_number(ret->json)) {
        json_decref(ret->json);
        ret->json = NULL;
        ret->text = raw;
        return MORGUE_OK;
    }
    ret->missing = json_is_null(ret->json) ||
                   (json_is_array(ret->json) && !json_array_size(ret->json)) ||
                   (json_is_object(ret->json) && !json_object_size(ret->json));
    return MORGUE_OK;
}

void mg_json_value_free(mg_json_value *value)
{
    json_decref(value->json);
    value->json = NULL;
}

/* ---- Texts --------------------------------------------------------------------------------- */

/* Walking over the texts of a value. */
typedef struct texts {
    mg_json_each each;
    void *user;
    size_t count;
} texts;

static morgue_status hand_out(texts *t, morgue_text text, const morgue_tag *like)
{
    morgue_tag tag = *like;
    tag.name = text;
    t->count++;
    return t->each(t->user, &tag);
}

static morgue_status number_text(texts *t, const json_t *json, const morgue_tag *like)
{
    char digits[64];
    int n = json_is_integer(json)
                ? snprintf(digits, sizeof digits, "%" JSON_INTEGER_FORMAT, json_integer_value(json))
                : snprintf(digits, sizeof digits, "%.15g", json_real_value(json));
    return hand_out(t, (morgue_text){digits, (size_t)n}, like);
}

/* The member of an object that says what it is. Keyword lists of some papers give the kind as
 * "name" and the thing as "value". */
static json_t *naming_member(const json_t *object)
{
    static const char *const keys[] = {"value",       "name",     "label",    "text",       "title",
                                       "main",        "webTitle", "rendered", "$date",      "$oid",
                                       "displayName", "original", "#text",    "$numberLong"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *member = json_object_get(object, keys[i]);
        if (json_is_string(member) || json_is_number(member))
            return member;
        if (json_is_object(member) && keys[i][0] == '$')
            return member; /* {"$date": {"$numberLong": "..."}} of MongoDB */
    }
    return NULL;
}

static const morgue_tag given = {.origin = MORGUE_GIVEN, .confidence = 100};

static morgue_status walk(texts *t, const json_t *json, int depth, const morgue_tag *like)
{
    morgue_status status = MORGUE_OK;
    if (json_is_string(json))
        return hand_out(t, (morgue_text){json_string_value(json), json_string_length(json)}, like);
    if (json_is_number(json))
        return number_text(t, json, like);
    if (json_is_object(json) && depth < DEPTH_MAX) {
        morgue_tag tag = *like;
        mg_json_tag_read(json, &tag);
        return walk(t, naming_member(json), depth + 1, &tag);
    }
    for (size_t i = 0; depth < DEPTH_MAX && i < json_array_size(json) && status == MORGUE_OK; i++)
        status = walk(t, json_array_get(json, i), depth + 1, like);
    return status;
}

morgue_status mg_json_texts(const mg_json_value *value, mg_json_each each, void *user,
                            size_t *ret_count)
{
    texts t = {each, user, 0};
    morgue_status status;
    if (value->json) {
        status = walk(&t, value->json, 0, &given);
    } else {
        status = hand_out(&t, value->text, &given);
    }
    *ret_count = t.count;
    return status;
}

/* Follows a path; an array on the way is followed into each of its elements. */
static morgue_status follow(texts *t, const json_t *json, const char *path, int depth)
{
    morgue_status status = MORGUE_OK;
    if (!*path)
        return walk(t, json, depth, &given);
    if (json_is_array(json) && depth < DEPTH_MAX) {
        for (size_t i = 0; i < json_array_size(json) && status == MORGUE_OK; i++)
            status = follow(t, json_array_get(json, i), path, depth + 1);
        return status;
    }
    size_t n = strcspn(path, ".");
    const json_t *member = json_object_getn(json, path, n);
    return member ? follow(t, member, path + n + (path[n] == '.'), depth) : MORGUE_OK;
}

morgue_status mg_json_path_texts(const mg_json_value *value, const char *path, mg_json_each each,
                                 void *user, size_t *ret_count)
{
    texts t = {each, user, 0};
    morgue_status status = value->json ? follow(&t, value->json, path, 0) : MORGUE_OK;
    *ret_count = t.count;
    return status;
}

static bool dump(const json_t *json, mg_buffer *ret)
{
    const size_t flags = JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(15);
    size_t n = json_dumpb(json, NULL, 0, flags);
    if (!n || !mg_buffer_reserve(ret, n))
        return false;
    json_dumpb(json, ret->data + ret->len, n, flags);
    ret->len += n;
    ret->data[ret->len] = '\0';
    return true;
}

bool mg_json_compact(const mg_json_value *value, mg_buffer *ret)
{
    bool in_string = false, escaped = false, ok = true;
    if (value->mended)
        return value->json ? dump(value->json, ret) : mg_json_quote(value->text, ret);
    for (size_t i = 0; ok && i < value->raw.len; i++) {
        char c = value->raw.data[i];
        const char *escape = in_string ? control_escape(c) : NULL;
        if (escape)
            ok = mg_buffer_append_string(ret, escape);
        else if (in_string || !mg_json_space(c))
            ok = mg_buffer_append_byte(ret, c);
        if (c == '"' && !escaped)
            in_string = !in_string;
        escaped = in_string && c == '\\' && !escaped;
    }
    return ok;
}
