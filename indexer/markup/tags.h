/* The elements of HTML that matter to somebody here. The names are those of the HTML standard, and
 * three of NITF (<block>, <hl1>, <hl2>), whose text is HTML otherwise. */
#ifndef MG_TAGS_H
#define MG_TAGS_H

#include "morgue.h"

#define MG_TAG_TABLE(X)                                                                            \
    X(A)                                                                                           \
    X(ABBR)                                                                                        \
    X(ADDRESS)                                                                                     \
    X(AMP_IMG)                                                                                     \
    X(ARTICLE)                                                                                     \
    X(ASIDE)                                                                                       \
    X(AUDIO)                                                                                       \
    X(B)                                                                                           \
    X(BASE)                                                                                        \
    X(BLOCK) X(BLOCKQUOTE) X(BODY) X(BR) X(BUTTON) X(CANVAS) X(CAPTION) X(CENTER) X(CITE) X(CODE)  \
        X(COL) X(COLGROUP) X(DD) X(DEL) X(DETAILS) X(DIV) X(DL) X(DT) X(EM) X(EMBED) X(FIELDSET)   \
            X(FIGCAPTION) X(FIGURE) X(FONT) X(FOOTER) X(FORM) X(FRAME) X(FRAMESET) X(H1) X(H2)     \
                X(H3) X(H4) X(H5) X(H6) X(HEAD) X(HEADER) X(HL1) X(HL2) X(HR) X(HTML) X(I)         \
                    X(IFRAME) X(IMG) X(INPUT) X(INS) X(LABEL) X(LEGEND) X(LI) X(LINK) X(MAIN)      \
                        X(MARK) X(MENU) X(META) X(NAV) X(NOSCRIPT) X(OBJECT) X(OL) X(OPTION) X(P)  \
                            X(PICTURE) X(PRE) X(Q) X(S) X(SCRIPT) X(SECTION) X(SELECT) X(SMALL)    \
                                X(SOURCE) X(SPAN) X(STRONG) X(STYLE) X(SUB) X(SUMMARY) X(SUP)      \
                                    X(SVG) X(TABLE) X(TBODY) X(TD) X(TEMPLATE) X(TEXTAREA)         \
                                        X(TFOOT) X(TH) X(THEAD) X(TIME) X(TITLE) X(TR) X(U) X(UL)  \
                                            X(VIDEO)

typedef enum mg_tag {
    MG_TAG_NONE,
#define MG_TAG(NAME) MG_TAG_##NAME,
    MG_TAG_TABLE(MG_TAG)
#undef MG_TAG
        MG_TAG_COUNT
} mg_tag;

/* The tag of a name, letter case not minded; MG_TAG_NONE. "amp-img" is MG_TAG_AMP_IMG. */
mg_tag mg_tag_named(const char *name, size_t len);

#endif
