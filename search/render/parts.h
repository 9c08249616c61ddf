/* The parts of a page of results as JSON: keys and values of an object that was begun. */
#ifndef RENDER_PARTS_H
#define RENDER_PARTS_H

#include "search/render/render.h"
#include "search/render/writer.h"

/* "query", "total", "total_is_exact", "partial", "took_ms" */
void render_summary(render_writer *w, const render_shape *shape, const morgue_results *results);

void render_facets(render_writer *w, const render_shape *shape, const morgue_results *results);
void render_timeline(render_writer *w, const morgue_results *results);
void render_notices(render_writer *w, const morgue_results *results);

#endif
