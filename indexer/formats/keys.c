#include "indexer/formats/keys.h"

#include <string.h>
#include <strings.h>

/* Usual keys of news sites, agencies and their programming interfaces that are no aliases in the
 * field table. */
static const struct {
    morgue_field_id field;
    const char *keys;
} defaults[] = {
    {MORGUE_ID, "_id uuid article_id articleid doc_id docid document_id uri"},
    {MORGUE_TITLE, "hed heading head_line article_title main_headline name"},
    {MORGUE_TEXT,
     "article_text articlebody article_body full_text fulltext maintext main_text "
     "body_text bodytext body_html body_xhtml content_text content_html content_elements "
     "contents story paragraphs plain_text"},
    {MORGUE_DATE, "published_at publishedat pub_date publish_date publishdate date_published "
                  "datepublished date_publish publication_date publicationdate published_date "
                  "publisheddate published_on published_time timestamp datetime date_time created "
                  "created_at createdat firstcreated webpublicationdate date_gmt day"},
    {MORGUE_MODIFIED,
     "modified_at modifiedat modified_date modifieddate modified_gmt date_modified "
     "datemodified date_modify last_modified lastmodified last_modified_date "
     "modification_date last_update lastupdate last_updated lastupdated "
     "updated_at updatedat updated_date updated_on updated_time date_updated "
     "versioncreated changed changed_at"},
    {MORGUE_REVISION, "revision_number version_number versionnumber"},
    {MORGUE_SOURCE, "outlet source_name sourcename site sitename site_name paper news_outlet "
                    "media agency provider domain source_domain"},
    {MORGUE_SECTION, "section_name sectionname news_desk rubric channel"},
    {MORGUE_AUTHOR, "creator creators author_name writer writers journalist reporter"},
    {MORGUE_URL, "web_url weburl permalink canonical_url article_url source_url"},
    {MORGUE_LANG, "lang_code langcode language_code inlanguage"},
    {MORGUE_PERSON, "person_names named_persons per"},
    {MORGUE_ORG, "companies company organization_names org_facet"},
    {MORGUE_LOCATION, "geo_facet countries country cities location_names loc"},
    {MORGUE_TOPIC, "tag categories des_facet themes"},
    {MORGUE_MODIFIED, "date_modified datemodified modified_at modified_date modified_gmt "
                      "last_modified lastmodified updated_at updatedat last_updated lastupdated"},
};

static bool same(morgue_text key, const char *name)
{
    return strlen(name) == key.len && strncasecmp(name, key.data, key.len) == 0;
}

static bool listed(const char *list, morgue_text key)
{
    while (*list) {
        size_t word = strcspn(list, " ");
        if (word == key.len && strncasecmp(list, key.data, word) == 0)
            return true;
        list += word;
        list += strspn(list, " ");
    }
    return false;
}

mg_claim mg_key_field(const mg_reader *reader, morgue_text key, morgue_field_id *ret_field)
{
    for (size_t i = 0; reader && i < reader->n_mappings; i++)
        if (same(key, reader->mappings[i].key)) {
            *ret_field = reader->mappings[i].field;
            return CLAIM_MAPPED;
        }
    const morgue_field *face = morgue_field_named(key.data, key.len);
    if (face) {
        *ret_field = face->id;
        return same(key, face->name) || same(key, face->key) ? CLAIM_NAMED : CLAIM_ALIAS;
    }
    for (size_t i = 0; i < sizeof defaults / sizeof *defaults; i++)
        if (key.len && listed(defaults[i].keys, key)) {
            *ret_field = defaults[i].field;
            return CLAIM_DEFAULT;
        }
    return CLAIM_NONE;
}
