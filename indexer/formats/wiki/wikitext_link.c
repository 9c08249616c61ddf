/* Links between pages: [[target|label]], files, categories, other languages. */
#include <string.h>
#include <strings.h>

#include "indexer/formats/wiki/wikitext_parts.h"

static bool same(morgue_text a, const char *b, size_t n)
{
    return a.len == n && strncasecmp(a.data, b, n) == 0;
}

static bool in_list(const mg_buffer *list, morgue_text name)
{
    const char *at = list->data, *end = at ? at + list->len : at;
    while (at < end) {
        const char *feed = memchr(at, '\n', (size_t)(end - at));
        size_t n = feed ? (size_t)(feed - at) : (size_t)(end - at);
        if (same(name, at, n))
            return true;
        at += n + 1;
    }
    return false;
}

/* Older names of namespaces go on being understood, but a site tells only the newest; parts of
 * exports tell none. */
static bool is_known(const char *list, morgue_text name)
{
    while (*list) {
        size_t n = strcspn(list, "|");
        if (same(name, list, n))
            return true;
        list += n;
        list += *list == '|';
    }
    return false;
}

static bool is_file(const mg_wiki_reading *r, morgue_text space)
{
    static const char files[] =
        "file|image|media|datei|bild|fichier|archivo|imagen|ficheiro|arquivo|imagem|immagine|"
        "bestand|"
        "afbeelding|plik|grafika|fil|fitxer|imatge|tiedosto|kuva|soubor|fájl|kép|dosya|resim|"
        "Файл|Изображение|Зображення|ファイル|画像|文件|檔案|图像|圖像|파일|그림|ملف|صورة|קובץ|"
        "תמונה|"
        "پرونده|Αρχείο|Εικόνα";
    return is_known(files, space) || in_list(&r->names->files, space);
}

static bool is_category(const mg_wiki_reading *r, morgue_text space)
{
    static const char categories[] =
        "category|kategorie|catégorie|categoría|categoria|categorie|kategoria|kategori|luokka|"
        "kategória|Категория|Категорія|カテゴリ|分类|分類|분류|تصنيف|קטגוריה|رده|Κατηγορία";
    return is_known(categories, space) || in_list(&r->names->categories, space);
}

/* A language's code, as in [[pt-br:...]]; two or three letters that are none are listed. */
static bool is_language(morgue_text space)
{
    static const char others[] = " mw bug cvs doi rfc wmf ";
    char padded[6] = " ";
    size_t letters = 0;
    while (letters < space.len && space.data[letters] >= 'a' && space.data[letters] <= 'z')
        letters++;
    if (same(space, "simple", 6))
        return true;
    if (letters < 2 || letters > 3 || (letters < space.len && space.data[letters] != '-'))
        return false;
    memcpy(padded + 1, space.data, letters);
    padded[letters + 1] = ' ';
    padded[letters + 2 < 6 ? letters + 2 : 5] = '\0';
    return strstr(others, padded) == NULL;
}

/* Other wikis, whose names stand before what is meant. */
static bool is_sister(morgue_text space)
{
    static const char *const names[] = {"w",  "wikipedia",  "n", "wikinews",  "wikt", "wiktionary",
                                        "s",  "wikisource", "b", "wikibooks", "q",    "wikiquote",
                                        "m",  "meta",       "c", "commons",   "d",    "wikidata",
                                        "mw", "species",    "v", "voy"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same(space, names[i], strlen(names[i])))
            return true;
    return false;
}

static bool add_category(mg_wiki_reading *r, morgue_text name)
{
    mg_buffer *to = &r->facts->categories;
    return !name.len || memchr(name.data, '\n', name.len) || to->len > 65536 ||
           (mg_buffer_append(to, name.data, name.len) && mg_buffer_append_byte(to, '\n'));
}

/* What a link without a label shows: its target, without the names of sister wikis. */
static morgue_text shown(morgue_text target)
{
    const char *colon;
    while (target.len && (colon = memchr(target.data, ':', target.len))) {
        morgue_text space = {target.data, (size_t)(colon - target.data)};
        if (space.len && !is_sister(space) && !is_language(space))
            break;
        target.data += space.len + 1;
        target.len -= space.len + 1;
    }
    return target;
}

bool mg_wiki_link(mg_wiki_reading *r, size_t at, size_t end)
{
    size_t bar = mg_wiki_mark(r, at, end, '|');
    morgue_text target = mg_wiki_part(r, at, bar);
    const char *colon = target.len ? memchr(target.data, ':', target.len) : NULL;
    morgue_text space = {target.data, colon ? (size_t)(colon - target.data) : 0};
    while (space.len && space.data[space.len - 1] == ' ')
        space.len--;
    if (is_file(r, space) || (space.len && is_language(space)))
        return true;
    if (is_category(r, space)) {
        morgue_text name = {colon + 1, (size_t)(target.data + target.len - colon) - 1};
        while (name.len && *name.data == ' ')
            name = (morgue_text){name.data + 1, name.len - 1};
        return add_category(r, name);
    }
    if (bar < end && mg_wiki_part(r, bar + 1, end).len)
        return mg_wiki_read(r, bar + 1, end);
    morgue_text name = shown(target);
    size_t from = (size_t)(name.data - r->text.data);
    return mg_wiki_read(r, from, from + name.len);
}
