/* The tags that MediaWiki allows, and its extensions'. */
#include <string.h>
#include <strings.h>

#include "indexer/formats/wiki/wikitext_parts.h"
#include "indexer/text/slice.h"

static const struct {
    mg_wiki_tag tag;
    const char *names;
} tags[] = {
    {WIKI_INLINE,
     "b i u s em strong small big sup sub span font tt code var kbd samp cite q abbr del ins "
     "strike bdi bdo mark dfn time data ruby rb rp rt rtc nobr onlyinclude noinclude "
     "section translate tvar langconvert"},
    {WIKI_BLOCK, "p div center blockquote ul ol dl dt dd h1 h2 h3 h4 h5 h6 hr pre caption"},
    {WIKI_ITEM, "li"},
    {WIKI_BREAK, "br"},
    {WIKI_NOWIKI, "nowiki"},
    {WIKI_POEM, "poem"},
};

/* Those whose end is looked for. */
static const char *const out[MG_WIKI_ENDED_TAGS] = {
    "ref",      "references",   "gallery",        "math",
    "chem",     "ce",           "timeline",       "syntaxhighlight",
    "source",   "imagemap",     "inputbox",       "graph",
    "mapframe", "maplink",      "includeonly",    "style",
    "script",   "indicator",    "hiero",          "score",
    "table",    "categorytree", "listing",        "dynamicpagelist",
    "rss",      "templatedata", "templatestyles", "slideshow",
    "forum",    "quiz",         "nowiki",         "poem"};

unsigned mg_wiki_tag_number(morgue_text name)
{
    unsigned i = 0;
    while (i < MG_WIKI_ENDED_TAGS && !(mg_text_like(name, out[i])))
        i++;
    return i;
}

mg_wiki_tag mg_wiki_tag_named(morgue_text name)
{
    for (size_t i = 0; name.len && i < sizeof tags / sizeof *tags; i++)
        if (mg_text_among(name, tags[i].names))
            return tags[i].tag;
    return name.len && mg_wiki_tag_number(name) < MG_WIKI_ENDED_TAGS ? WIKI_OUT : WIKI_NO_TAG;
}
