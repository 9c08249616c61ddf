/* Values of fields that are wrong and are to count for nothing, as somebody has written them down:
 *
 *     location: Reading
 *     person: Will Smith
 *
 * Values are compared as exact terms are. What is stored stays as it is. All functions that read
 * take NULL for an empty list. */
#ifndef MG_BLOCKLIST_H
#define MG_BLOCKLIST_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/registry/sheet.h"
#include "morgue.h"

#define MG_BLOCKLIST_FILE "blocklist.txt"

typedef struct mg_blocklist mg_blocklist;

/* Reads the text of such a file. Errors: NO_MEMORY. */
morgue_status mg_blocklist_read(const char *text, size_t len, mg_blocklist **ret,
                                morgue_error *err);

/* One more that frees it, or NULL. One thread at a time. */
mg_blocklist *mg_blocklist_hold(mg_blocklist *list);
void mg_blocklist_free(mg_blocklist *list);

/* What of it was not understood. */
const mg_sheet_notes *mg_blocklist_notes(const mg_blocklist *list);

/* The values of a field in the form of exact terms without their prefix, by their bytes. */
size_t mg_blocklist_count(const mg_blocklist *list, morgue_field_id field);
morgue_text mg_blocklist_value(const mg_blocklist *list, morgue_field_id field, size_t i);

/* Is a value, in that form, one of them? */
bool mg_blocklist_has(const mg_blocklist *list, morgue_field_id field, morgue_text folded);

/* Is a value as it is written? */
bool mg_blocklist_blocks(const mg_blocklist *list, morgue_field_id field, morgue_text value);

/* Takes the values out of an article. */
void mg_blocklist_hide(const mg_blocklist *list, morgue_article *article);

#endif
