/* The description of the interface has each path with its parameters, and no other. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/server/served.h"

static const char *const names[] = {
#define WEB_PARAM(id, name, ...) name,
#include "search/server/params.def"
#undef WEB_PARAM
};

static const char *const texts[] = {
#define WEB_PARAM(id, name, kind, target, max, text) text,
#include "search/server/params.def"
#undef WEB_PARAM
};

static const uint32_t most[] = {
#define WEB_PARAM(id, name, kind, target, max, text) max,
#include "search/server/params.def"
#undef WEB_PARAM
};

static served s;
static json_t *file;

static void setup(void)
{
    served_open(&s, "");
    file = served_json(&s, "/openapi.json", 200);
}

static void teardown(void)
{
    json_decref(file);
    served_close(&s);
}

/* "/article/" is "/article/{id}" there. */
static const json_t *path_of(const web_route *route)
{
    char path[64];
    size_t len = strlen(route->path);
    const char *in_it = len > 1 && route->path[len - 1] == '/'
                            ? (strcmp(route->path, "/static/") ? "{id}" : "{name}")
                            : "";
    snprintf(path, sizeof path, "%s%s", route->path, in_it);
    const json_t *get =
        json_object_get(json_object_get(json_object_get(file, "paths"), path), "get");
    ck_assert_msg(get != NULL, "%s is not described", path);
    return get;
}

/* The parameter that a reference leads to; "" for one of the path. */
static const char *param_of(const json_t *entry)
{
    const char *ref = json_string_value(json_object_get(entry, "$ref"));
    const char *name = ref ? strrchr(ref, '/') + 1 : "";
    ck_assert(
        !ref ||
        json_object_get(json_object_get(json_object_get(file, "components"), "parameters"), name));
    return name;
}

START_TEST(paths)
{
    size_t n = 0;
    for (const web_route *route; (route = web_route_at(n)); n++)
        path_of(route);
    ck_assert_uint_eq(json_object_size(json_object_get(file, "paths")), n);
}
END_TEST

START_TEST(parameters_of_paths)
{
    const web_route *route;
    for (size_t i = 0; (route = web_route_at(i)); i++) {
        const json_t *list = json_object_get(path_of(route), "parameters"), *entry;
        uint32_t described = 0;
        size_t k;
        json_array_foreach(list, k, entry) for (int id = 0; id < WEB_PARAM_COUNT; id++) described |=
            (uint32_t)(strcmp(names[id], param_of(entry)) == 0) << id;
        ck_assert_msg(described == route->params, "%s: %x, not %x", route->path, described,
                      route->params);
    }
}
END_TEST

START_TEST(parameters)
{
    const json_t *all = json_object_get(json_object_get(file, "components"), "parameters");
    ck_assert_uint_eq(json_object_size(all), WEB_PARAM_COUNT);
    for (int id = 0; id < WEB_PARAM_COUNT; id++) {
        const json_t *param = json_object_get(all, names[id]);
        const json_t *maximum = json_object_get(json_object_get(param, "schema"), "maximum");
        const char *text = json_string_value(json_object_get(param, "description"));
        ck_assert_str_eq(json_string_value(json_object_get(param, "name")), names[id]);
        ck_assert_msg(text && strncmp(text + 1, texts[id] + 1, strlen(texts[id]) - 1) == 0,
                      "%s: '%s', not '%s'", names[id], text, texts[id]);
        ck_assert_msg(json_integer_value(maximum) == most[id], "%s", names[id]);
    }
}
END_TEST

/* Each answer says in which forms it is to be had. */
START_TEST(formats)
{
    static const char *const types[WEB_FORMAT_COUNT] = {[WEB_HTML] = "text/html",
                                                        [WEB_JSON] = "json",
                                                        [WEB_JSONL] = "ndjson",
                                                        [WEB_CSV] = "text/csv",
                                                        [WEB_ATOM] = "atom+xml",
                                                        [WEB_TEXT] = "text/plain",
                                                        [WEB_BIBTEX] = "x-bibtex",
                                                        [WEB_RIS] = "x-research-info-systems",
                                                        [WEB_XML] = "opensearchdescription+xml"};
    const web_route *route;
    for (size_t i = 0; (route = web_route_at(i)); i++) {
        if (route->pace == WEB_AT_ONCE && route->formats == 1u << WEB_HTML)
            continue; /* files */
        const json_t *fine = json_object_get(json_object_get(path_of(route), "responses"), "200");
        char *content = json_dumps(json_object_get(fine, "content"), 0);
        for (int format = 0; format < WEB_FORMAT_COUNT; format++)
            if (route->formats >> format & 1)
                ck_assert_msg(strstr(content, types[format]) != NULL, "%s: %s", route->path,
                              content);
        free(content);
    }
}
END_TEST

START_TEST(version)
{
    const json_t *info = json_object_get(file, "info");
    ck_assert_str_eq(json_string_value(json_object_get(info, "version")), MORGUE_VERSION);
    ck_assert_str_eq(json_string_value(json_object_get(file, "openapi")), "3.1.0");
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("openapi");
    tcase_add_unchecked_fixture(tests, setup, teardown);
    tcase_add_test(tests, paths);
    tcase_add_test(tests, parameters_of_paths);
    tcase_add_test(tests, parameters);
    tcase_add_test(tests, formats);
    tcase_add_test(tests, version);
    return run_tests("web_openapi", tests);
}
