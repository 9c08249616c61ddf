/* From the blocks that were kept to text. */
#ifndef MG_PAGE_RENDER_H
#define MG_PAGE_RENDER_H

#include "archive/buffer.h"
#include "indexer/page/outline.h"

/* Appends the text of a block with its white space collapsed; <br> is a line feed where `lines`,
 * else a space. False when memory is out. */
bool mg_render_block(const mg_outline *outline, const mg_block *block, bool lines, mg_buffer *ret);

/* Appends the blocks that are not dropped as paragraphs: list items as lines that begin with "- ",
 * the cells of a row parted by tabs. False when memory is out. */
bool mg_render(const mg_outline *outline, mg_buffer *ret);

#endif
