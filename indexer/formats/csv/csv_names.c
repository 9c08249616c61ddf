#include "indexer/formats/csv/csv_names.h"
#include "indexer/text/slice.h"

#include <string.h>
#include <strings.h>

#include "archive/utf8.h"

enum { NAME_MAX = 48 };

/* Headers of tables are written for people, in their language. */
static const struct {
    morgue_field_id field;
    const char *names;
} names[] = {
    {MORGUE_TITLE, "headlines headline_text news_title news_headline article_headline titel "
                   "überschrift schlagzeile titre título titulo titular titolo kop заголовок "
                   "标题 título_da_notícia"},
    {MORGUE_TEXT, "news_text news_content articles article_content article_body_text page_text "
                  "contents fließtext inhalt artikel texte contenu texto contenido cuerpo noticia "
                  "conteúdo conteudo corpo testo contenuto tekst inhoud текст 内容"},
    {MORGUE_DATE, "time publish_time publishing_date posted posted_at date_posted article_date "
                  "release_date datum veröffentlicht erscheinungsdatum date_de_publication fecha "
                  "data_publicação data_publicacao data_di_pubblicazione datum_publicatie дата "
                  "日期"},
    {MORGUE_SOURCE, "publication_name news_source media_name quelle zeitung medium journal fuente "
                    "medio periódico fonte jornal giornale bron krant источник 来源"},
    {MORGUE_SECTION, "newstype news_type news_category category_level_1 section_title ressort "
                     "rubrik kategorie rubrique catégorie sección seccion categoría categoria "
                     "editoria sezione rubriek categorie рубрика"},
    {MORGUE_AUTHOR, "author_names autor autoren verfasser auteur auteurs autores autora autore "
                    "autori автор 作者"},
    {MORGUE_URL, "news_url article_link page_url adresse enlace lien"},
    {MORGUE_LANG, "sprache langue idioma lingua taal язык"},
    {MORGUE_ID, "article_number articleno story_id news_id item_id kennung"},
    {MORGUE_PERSON, "personen personnes personas pessoas persone"},
    {MORGUE_LOCATION, "orte lieux lugares luoghi"},
    {MORGUE_TOPIC, "schlagwörter schlagworte themen mots_clés mots-clés palabras_clave etiquetas "
                   "palavras-chave palavras_chave parole_chiave trefwoorden"},
};

/* Makes Latin and Cyrillic capitals beyond ASCII small: U+00C0 to U+00DE, U+0410 to U+042F. */
static void make_small(char *name, size_t len)
{
    for (size_t i = 0; i + 1 < len; i++) {
        unsigned char lead = (unsigned char)name[i], second = (unsigned char)name[i + 1];
        bool latin = lead == 0xC3 && second >= 0x80 && second <= 0x9E;
        if (latin || (lead == 0xD0 && second >= 0x90 && second <= 0x9F)) {
            name[i + 1] = (char)(second + 0x20);
        } else if (lead == 0xD0 && second >= 0xA0 && second <= 0xAF) {
            name[i] = (char)0xD1;
            name[i + 1] = (char)(second - 0x20);
        }
    }
}

/* In small letters beyond ASCII, with underscores for what parts the words: "Pub-Date", "pub date"
 * and "pub.date" are pub_date. */
static morgue_text joined(morgue_text name, char ret[NAME_MAX])
{
    if (name.len > NAME_MAX)
        return name;
    for (size_t i = 0; i < name.len; i++)
        ret[i] = name.data[i] && strchr(" -.", name.data[i]) ? '_' : name.data[i];
    make_small(ret, name.len);
    return (morgue_text){ret, name.len};
}

bool mg_csv_is_name(morgue_text name, const char *word)
{
    return name.len == strlen(word) && strncasecmp(name.data, word, name.len) == 0;
}

bool mg_csv_is_stopgap_text(morgue_text name)
{
    char word[NAME_MAX];
    return mg_key_is_stopgap_text(joined(name, word));
}

static mg_claim name_field(const mg_reader *reader, morgue_text name, morgue_field_id *ret_field)
{
    char word[NAME_MAX];
    mg_claim claim = mg_key_field(reader, name, ret_field);
    if (claim != CLAIM_NONE || !name.len)
        return claim;
    morgue_text plain = joined(name, word);
    claim = mg_key_field(reader, plain, ret_field);
    for (size_t i = 0; claim == CLAIM_NONE && i < sizeof names / sizeof *names; i++)
        if (mg_text_among(name, names[i].names) || mg_text_among(plain, names[i].names)) {
            *ret_field = names[i].field;
            claim = CLAIM_DEFAULT;
        }
    return claim;
}

mg_claim mg_csv_name_field(const mg_reader *reader, morgue_text name, morgue_field_id *ret_field)
{
    mg_buffer clean = {0};
    mg_mend mend = {0};
    if (mg_utf8_clean_prefix(name.data, name.len) == name.len)
        return name_field(reader, name, ret_field);
    /* a table in Windows-1252 */
    mg_claim claim = CLAIM_NONE;
    if (mg_utf8_mend(name.data, name.len, &clean, &mend))
        claim = name_field(reader, (morgue_text){clean.data, clean.len}, ret_field);
    mg_buffer_free(&clean);
    return claim;
}
