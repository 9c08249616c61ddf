/* From wikitext, MediaWiki's markup, to text: https://www.mediawiki.org/wiki/Help:Formatting. Not
 * a parser of all of it, but a reading that takes linear time and bounded depth whatever stands
 * there: templates are not known, and so are dropped but for those that bear text. */
#ifndef MG_WIKITEXT_H
#define MG_WIKITEXT_H

#include "archive/buffer.h"
#include "morgue.h"

/* What the site tells of its names. Lists are separated by line feeds; they add to the English. */
typedef struct mg_wiki_names {
    mg_buffer files;      /* of the namespaces of files: "Datei\nBild" */
    mg_buffer categories; /* "Kategorie" */
} mg_wiki_names;

/* What stands in the wikitext beside its text. Zero-initialise it; buffers are kept and emptied. */
typedef struct mg_wiki_facts {
    mg_buffer categories; /* each followed by a line feed */
    mg_buffer date;       /* of {{date|...}} and the like, which is no part of the text */
    mg_buffer place;      /* of {{byline|location=...}} */
} mg_wiki_facts;

/* Appends the text as paragraphs separated by empty lines, lists as lines that begin with "- ".
 * The wikitext ends with a NUL, which is not counted. `news`: the page may have its date anywhere
 * in a template, not just at the top. False when memory is out. */
bool mg_wikitext(morgue_text wikitext, const mg_wiki_names *names, bool news, mg_wiki_facts *facts,
                 mg_buffer *ret);

void mg_wiki_facts_free(mg_wiki_facts *facts);

#endif
