#include "search/cli_search.h"

/* Marks that overlap or leave the snippet are passed over, not trusted. */
void cli_snippet_runs(const morgue_hit *hit, cli_snippet_run *run, void *user)
{
    const char *text = hit->snippet.data;
    size_t at = 0;
    for (size_t i = 0; i < hit->n_marks; i++) {
        morgue_mark mark = hit->marks[i];
        if (mark.start < at || mark.start > hit->snippet.len ||
            mark.len > hit->snippet.len - mark.start)
            continue;
        run(user, text + at, mark.start - at, false);
        run(user, text + mark.start, mark.len, true);
        at = (size_t)mark.start + mark.len;
    }
    run(user, text + at, hit->snippet.len - at, false);
}
