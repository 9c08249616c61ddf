#include "search/render/render.h"

/* Marks that overlap or leave the snippet are passed over, not trusted. */
void render_runs(const morgue_passage *passage, render_run *run, void *user)
{
    const char *text = passage->text.data;
    size_t at = 0;
    for (size_t i = 0; i < passage->n_marks; i++) {
        morgue_mark mark = passage->marks[i];
        if (mark.start < at || mark.start > passage->text.len ||
            mark.len > passage->text.len - mark.start)
            continue;
        run(user, text + at, mark.start - at, false);
        run(user, text + mark.start, mark.len, true);
        at = (size_t)mark.start + mark.len;
    }
    run(user, text + at, passage->text.len - at, false);
}
