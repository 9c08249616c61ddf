/* Answers of morgue-serve on an archive of a test, without a socket. */
#ifndef SERVED_H
#define SERVED_H

#include <jansson.h>

#include "search/server/route.h"
#include "tests/unit/scratch.h"

typedef struct served {
    scratch scratch;
    web_site site; /* origin http://a.example, base /m */
    web_desk desk;
} served;

/* Opens it on samples/archive and on a file of JSON lines; NULL: on the samples alone, "": on
 * nothing. */
void served_open(served *s, const char *lines);
void served_close(served *s);

/* Asks for it, of a client that says what it accepts (NULL: nothing), and fetches all parts. A body
 * that is lost fails the test. The answer is to be freed. */
web_answer served_ask(served *s, const char *target, const char *accept);

/* The body of an answer that has to have this status (0 counts as 200); to be freed. */
char *served_text(served *s, const char *target, int status);

/* The same as JSON. */
json_t *served_json(served *s, const char *target, int status);

/* Puts "/path?name=value", of which the value may be anything. Static, for one call. */
const char *target_of(const char *path, const char *name, const char *value, const char *rest);

#endif
