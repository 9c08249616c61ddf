#include "archive/registry/registry.h"

#include <stdlib.h>

#include "archive/error.h"
#include "archive/path.h"
#include "archive/registry/aliases.h"
#include "archive/registry/blocklist.h"
#include "archive/tokenizer.h"

struct mg_registry {
    mg_aliases *aliases;
    mg_blocklist *blocklist;
};

void mg_registry_free(mg_registry *registry)
{
    if (!registry)
        return;
    mg_aliases_free(registry->aliases);
    mg_blocklist_free(registry->blocklist);
    free(registry);
}

static morgue_status read_file(const char *folder, const char *name, mg_buffer *ret,
                               morgue_error *err)
{
    char *path = mg_path_join(folder, name);
    morgue_status status = path ? mg_file_read(path, MG_SHEET_MAX, ret, err) : mg_fail_memory(err);
    free(path);
    return status == MORGUE_NOT_FOUND ? MORGUE_OK : status;
}

static morgue_status read_folder(const char *folder, mg_registry *registry, morgue_error *err)
{
    mg_buffer aliases = {0}, blocked = {0};
    morgue_status status = read_file(folder, MG_ALIASES_FILE, &aliases, err);
    if (status == MORGUE_OK)
        status = read_file(folder, MG_BLOCKLIST_FILE, &blocked, err);
    if (status == MORGUE_OK)
        status =
            mg_aliases_read(aliases.data ? aliases.data : "", aliases.len, &registry->aliases, err);
    if (status == MORGUE_OK)
        status = mg_blocklist_read(blocked.data ? blocked.data : "", blocked.len,
                                   &registry->blocklist, err);
    mg_buffer_free(&aliases);
    mg_buffer_free(&blocked);
    return status;
}

morgue_status mg_registry_read_folder(const char *folder, mg_registry **ret, morgue_error *err)
{
    mg_registry *registry = calloc(1, sizeof *registry);
    morgue_status status = registry ? read_folder(folder, registry, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        *ret = registry;
    else
        mg_registry_free(registry);
    return status;
}

const char *mg_registry_notice(const mg_registry *registry, size_t i)
{
    const mg_sheet_notes *notes = mg_aliases_notes(registry->aliases);
    if (i < notes->n)
        return notes->at[i];
    i -= notes->n;
    notes = mg_blocklist_notes(registry->blocklist);
    return i < notes->n ? notes->at[i] : NULL;
}

/* ---- Asking ------------------------------------------------------------------------------- */

/* A name as it is compared. */
typedef struct folded {
    char data[MG_VALUE_MAX];
    morgue_text text;
} folded;

static void fold(morgue_text name, folded *ret)
{
    ret->text = (morgue_text){ret->data, mg_fold_value(name.data, name.len, ret->data)};
}

morgue_text mg_registry_canonical(const mg_registry *registry, morgue_text name)
{
    folded key;
    fold(name, &key);
    const mg_alias *first = registry ? mg_aliases_first(registry->aliases, key.text) : NULL;
    return first ? first->name : (morgue_text){NULL, 0};
}

bool mg_registry_blocks(const mg_registry *registry, morgue_field_id field, morgue_text name)
{
    return registry && mg_blocklist_blocks(registry->blocklist, field, name);
}

bool mg_registry_differ(const mg_registry *registry, morgue_text a, morgue_text b)
{
    folded x, y;
    if (!registry)
        return false;
    fold(a, &x);
    fold(b, &y);
    return mg_aliases_differ(registry->aliases, x.text, y.text);
}
