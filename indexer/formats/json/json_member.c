/* Reading the members of an object. */
#include <stdio.h>
#include <string.h>

#include "indexer/formats/json/json_scan.h"
#include "indexer/formats/json/json_value.h"

static void skip_space(mg_json_cursor *cursor)
{
    while (cursor->at < cursor->end && mg_json_space(*cursor->at))
        cursor->at++;
}

static mg_json_step wrong(const mg_json_cursor *cursor, const char *what, mg_json_problem *ret)
{
    ret->at = cursor->at;
    snprintf(ret->what, sizeof ret->what, "%s", what);
    return JSON_WRONG;
}

bool mg_json_object(morgue_text text, mg_json_cursor *ret)
{
    mg_json_cursor cursor = {text.data, text.data + text.len, true};
    skip_space(&cursor);
    if (cursor.at == cursor.end || *cursor.at != '{')
        return false;
    cursor.at++;
    *ret = cursor;
    return true;
}

/* Takes a whole value. */
static bool take_value(mg_json_cursor *cursor, morgue_text *ret)
{
    mg_json_scan scan = {0};
    size_t used = 0;
    size_t left = (size_t)(cursor->end - cursor->at);
    mg_json_scanned result = mg_json_scan_on(&scan, cursor->at, left, &used);
    if ((result != JSON_SCAN_DONE && !(scan.scalar && result == JSON_SCAN_MORE)) || !used)
        return false;
    *ret = (morgue_text){cursor->at, used};
    cursor->at += used;
    return true;
}

/* Behind the last member stands the brace, and behind that nothing. */
static mg_json_step take_end(mg_json_cursor *cursor, mg_json_problem *ret_problem)
{
    cursor->at++;
    skip_space(cursor);
    if (cursor->at < cursor->end && *cursor->at == ',')
        cursor->at++; /* lines cut from an array */
    skip_space(cursor);
    return cursor->at == cursor->end ? JSON_OBJECT_END
                                     : wrong(cursor, "something behind the object", ret_problem);
}

mg_json_step mg_json_next_member(mg_json_cursor *cursor, mg_json_member *ret,
                                 mg_json_problem *ret_problem)
{
    skip_space(cursor);
    if (cursor->at == cursor->end)
        return wrong(cursor, "the object is not closed", ret_problem);
    if (*cursor->at == '}')
        return take_end(cursor, ret_problem);
    if (!cursor->first) {
        if (*cursor->at != ',')
            return wrong(cursor, "a comma or } is missing", ret_problem);
        cursor->at++;
        skip_space(cursor);
    }
    cursor->first = false;
    if (cursor->at == cursor->end || *cursor->at != '"')
        return wrong(cursor, "a key in quotes is missing", ret_problem);
    if (!take_value(cursor, &ret->key))
        return wrong(cursor, "a key without its closing quote", ret_problem);
    skip_space(cursor);
    if (cursor->at == cursor->end || *cursor->at != ':')
        return wrong(cursor, "a colon is missing", ret_problem);
    cursor->at++;
    skip_space(cursor);
    if (cursor->at == cursor->end || !take_value(cursor, &ret->value))
        return wrong(cursor, "a value is missing or not closed", ret_problem);
    return JSON_MEMBER;
}
