#include "indexer/formats/keys.h"
#include "indexer/text/slice.h"

#include <string.h>
#include <strings.h>

/* Usual keys of news sites, agencies and their programming interfaces that are no aliases in the
 * field table. */
static const struct {
    morgue_field_id field;
    const char *keys;
} defaults[] = {
    {MORGUE_ID, "_id pk uuid article_id articleid doc_id docid document_id uri"},
    {MORGUE_TITLE, "hed heading head_line article_title main_headline webtitle name"},
    {MORGUE_TEXT,
     "article_text articlebody article_body full_text fulltext maintext main_text "
     "body_text bodytext body_html body_xhtml content_text content_html content_elements "
     "contents story paragraphs plain_text"},
    {MORGUE_DATE, "published_at publishedat pub_date publish_date publishdate date_published "
                  "datepublished date_publish publication_date publicationdate published_date "
                  "publisheddate published_on published_time timestamp datetime date_time created "
                  "created_at createdat firstcreated webpublicationdate date_gmt seendate day"},
    {MORGUE_MODIFIED,
     "modified_at modifiedat modified_date modifieddate modified_gmt date_modified "
     "datemodified date_modify last_modified lastmodified last_modified_date "
     "modification_date last_update lastupdate last_updated lastupdated "
     "updated_at updatedat updated_date updated_on updated_time date_updated "
     "versioncreated changed changed_at"},
    {MORGUE_REVISION, "revision_number version_number versionnumber"},
    {MORGUE_SOURCE, "outlet source_name sourcename site sitename site_name paper news_outlet "
                    "media agency provider domain source_domain"},
    {MORGUE_SECTION, "section_name sectionname news_desk rubric channel articlesection"},
    {MORGUE_AUTHOR, "by creator creators author_name writer writers journalist reporter"},
    {MORGUE_URL, "web_url weburl permalink canonical_url article_url source_url"},
    {MORGUE_LANG, "lang_code langcode language_code inlanguage"},
    {MORGUE_PERSON, "person_names named_persons per"},
    {MORGUE_ORG, "companies company organization_names org_facet"},
    {MORGUE_LOCATION, "geo_facet countries country cities location_names loc"},
    {MORGUE_TOPIC, "tag categories des_facet themes"},
    {MORGUE_MODIFIED, "date_modified datemodified modified_at modified_date modified_gmt "
                      "last_modified lastmodified updated_at updatedat last_updated lastupdated"},
};

/* Names of texts that stand in where there is no body, in the languages of headers of tables. */
static const char stopgaps[] =
    "description summary abstract lead lede snippet excerpt lead_paragraph standfirst teaser "
    "highlights intro introduction blurb short_description trail_text subtitle zusammenfassung "
    "beschreibung résumé chapeau resumen resumo sommario samenvatting trailtext";

static bool same(morgue_text key, const char *name)
{
    return strlen(name) == key.len && strncasecmp(name, key.data, key.len) == 0;
}

/* ---- Which keys there were ---------------------------------------------------------------- */

enum { KEYS_SEEN = 24, KEY_LENGTH = 40, KEYS_SEARCHED = 20000 };

void mg_key_log_use(const mg_reader *reader, size_t i)
{
    if (reader->keys)
        reader->keys->used[i] = true;
}

/* The first keys of a run are enough to show what a mapping might have meant. */
static void see_key(const mg_reader *reader, morgue_text key)
{
    mg_key_log *log = reader->keys;
    if (!log || log->count >= KEYS_SEEN || log->searched++ >= KEYS_SEARCHED || !key.len ||
        key.len > KEY_LENGTH)
        return;
    size_t n;
    for (size_t at = 0; at < log->seen.len; at += n + 1) {
        n = strlen(log->seen.data + at);
        if (n == key.len && memcmp(log->seen.data + at, key.data, n) == 0)
            return;
    }
    if (mg_buffer_reserve(&log->seen, key.len + 1)) {
        (void)mg_buffer_append(&log->seen, key.data, key.len);
        (void)mg_buffer_append_byte(&log->seen, '\0');
        log->count++;
    }
}

/* ---- Claims ------------------------------------------------------------------------------- */

mg_claim mg_key_field(const mg_reader *reader, morgue_text key, morgue_field_id *ret_field)
{
    if (reader && reader->n_mappings)
        see_key(reader, key);
    for (size_t i = 0; reader && i < reader->n_mappings; i++)
        if (same(key, reader->mappings[i].key)) {
            mg_key_log_use(reader, i);
            *ret_field = reader->mappings[i].field;
            return CLAIM_MAPPED;
        }
    const morgue_field *face = morgue_field_named(key.data, key.len);
    if (face && face->id != MORGUE_ABOUT && face->id != MORGUE_BY) {
        *ret_field = face->id;
        return same(key, face->name) || same(key, face->key) ? CLAIM_NAMED : CLAIM_ALIAS;
    }
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (key.len && mg_text_among(key, defaults[i].keys)) {
            *ret_field = defaults[i].field;
            return CLAIM_DEFAULT;
        }
    return CLAIM_NONE;
}

bool mg_key_is_stopgap_text(morgue_text key)
{
    return key.len && mg_text_among(key, stopgaps);
}
