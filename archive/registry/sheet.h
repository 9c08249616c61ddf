/* Plain text files that people keep beside an archive: a statement a line, # begins a comment.
 * A line that is not understood is told and left out; the others count. */
#ifndef MG_SHEET_H
#define MG_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "archive/arena.h"
#include "morgue.h"

enum {
    MG_SHEET_MAX = 1 << 20,     /* bytes */
    MG_SHEET_LINES_MAX = 10000, /* lines */
    MG_SHEET_NAME_MAX = 150     /* bytes of a name in it: exact terms have it whole */
};

/* What is to be told about a sheet. Only the first few are kept. */
enum { MG_SHEET_NOTES_MAX = 5 };
typedef struct mg_sheet_notes {
    const char *at[MG_SHEET_NOTES_MAX + 1];
    size_t n;
    size_t n_wrong; /* lines that were left out */
} mg_sheet_notes;

typedef struct mg_sheet {
    const char *name; /* of the file, for notes */
    mg_arena *arena;  /* for notes */
    mg_sheet_notes *notes;
    void *user;
    /* Takes a line without comment and space around it. What is wrong with it, in *ret_wrong, is
     * told with its number. False when memory is out. */
    bool (*take)(void *user, morgue_text line, const char **ret_wrong);
} mg_sheet;

/* Reads the text, of MG_SHEET_MAX bytes at most. False when memory is out. */
bool mg_sheet_read(const mg_sheet *sheet, const char *text, size_t len);

/* Without the white space around it. */
morgue_text mg_sheet_trim(morgue_text text);

/* What is wrong with a name: it is empty, too long, or has no word; NULL: nothing. */
const char *mg_sheet_check_name(morgue_text name);

#endif
