/* An article before names are found in it: its words, what the gazetteer knows of them, and what
 * the whole of the article says about each word that is written with a capital. */
#ifndef MG_TAGGER_SCENE_H
#define MG_TAGGER_SCENE_H

#include "indexer/tagger/map.h"
#include "indexer/tagger/tables.h"
#include "indexer/tagger/tokens.h"

/* What is said of a word somewhere in the article. */
enum {
    MG_FORM_SMALL = 1 << 0,       /* it also stands there in small letters */
    MG_FORM_AFTER_TITLE = 1 << 1, /* Mr, President before it */
    MG_FORM_AFTER_FIRST = 1 << 2, /* a first name before it */
    MG_FORM_AFTER_IN = 1 << 3,    /* in, at, near */
    MG_FORM_AFTER_THE = 1 << 4,
    MG_FORM_BEFORE_ORG = 1 << 5, /* Inc, Bank behind it */
    MG_FORM_BEFORE_SAID = 1 << 6,
    MG_FORM_BEFORE_OWN = 1 << 7,  /* 's */
    MG_FORM_ENDS_LONGER = 1 << 8, /* the last of several words with capitals */
    MG_FORM_BEGINS_LONGER = 1 << 9,
    MG_FORM_ALONE = 1 << 10,
    MG_FORM_BRACKETS = 1 << 11,         /* (IAEA) */
    MG_FORM_ACRONYM = 1 << 12,          /* of the initials of words that stand together */
    MG_FORM_TITLE = 1 << 13,            /* in the headline */
    MG_FORM_OFTEN = 1 << 14,            /* three times or more */
    MG_FORM_AFTER_PERSON_WORD = 1 << 15 /* , 45, or "who" behind it */
};

enum { MG_FORM_BESIDE = 4 };

typedef struct mg_form {
    uint32_t flags;
    uint32_t count;
    uint64_t before[MG_FORM_BESIDE]; /* different small words that stand before it; 0: none */
    uint64_t after[MG_FORM_BESIDE];
} mg_form;

enum { MG_NO_FORM = 0xFFFFFFFF };

typedef struct mg_scene_token {
    uint32_t form;       /* its number; MG_NO_FORM for words without capital */
    uint32_t word_kinds; /* what the gazetteer says of the word alone */
    uint64_t run_kinds;  /* and of runs it is in, four bits a kind: begins, inside, ends, alone */
    uint32_t run_first;  /* first and last token of the words with capitals that it is one of */
    uint32_t run_last;
} mg_scene_token;

typedef struct mg_scene {
    const mg_tables *tables;
    mg_tag_tokens tokens;
    mg_scene_token *at;
    size_t cap;
    mg_form *forms;
    size_t n_forms;
    size_t forms_cap;
    mg_map by_word; /* forms, by the folded hash of their word, while it is set */
} mg_scene;

/* Sets the scene for an article. False when memory is out. */
bool mg_scene_set(mg_scene *scene, const mg_tables *tables, morgue_text title, morgue_text text);
void mg_scene_free(mg_scene *scene);

#endif
