/* Text with names marked in it, for training and for measuring.
 *
 *   *.txt      articles of our own: a line "---", the headline, a paragraph a line; [Name|TYPE]
 *   otherwise  a token and its tag a line (B-PER, I-PER ... O; PER ORG LOC MISC), a blank line
 * behind a sentence, "-DOCSTART-" before an article. The tokens are put together again as they will
 * have stood in the text, since that is what the tagger reads. */
#ifndef MG_TRAIN_CORPUS_H
#define MG_TRAIN_CORPUS_H

#include "archive/buffer.h"
#include "indexer/tagger/chain.h"

/* A name in an article. */
typedef struct gold {
    uint32_t start; /* bytes of title and text, as if they were one */
    uint32_t end;
    mg_entity type;
} gold;

typedef struct document {
    mg_buffer text; /* the title, if any, and the text */
    size_t title_len;
    gold *names;
    size_t n_names;
    size_t names_cap;
} document;

typedef struct corpus {
    document *documents;
    size_t n;
    size_t cap;
} corpus;

/* Adds the articles of a file; false, with a message on stderr, where it cannot be read. */
bool corpus_read(corpus *corpus, const char *path);
void corpus_free(corpus *corpus);

morgue_text document_title(const document *document);
morgue_text document_text(const document *document);

#endif
