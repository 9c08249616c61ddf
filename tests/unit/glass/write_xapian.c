#include <stdio.h>

#include "tests/unit/glass/documents.h"

static xap_document *make_document(const a_document *from)
{
    xap_document *made = NULL;
    OK(xap_document_new(&made, &why));
    OK(xap_document_set_data(made, from->data.data, from->data.len, &why));
    for (size_t i = 0; i < from->n_terms; i++) {
        const a_term *term = &from->terms[i];
        const bytes *text = &term->text;
        for (size_t p = 0; p < term->n; p++)
            OK(xap_document_add_posting(made, text->data, text->len, term->positions[p], 0, &why));
        OK(xap_document_add_term(made, text->data, text->len, term->wdf, &why));
    }
    for (size_t i = 0; i < from->n_values; i++)
        OK(xap_document_add_value(made, from->values[i].slot, from->values[i].value.data,
                                  from->values[i].value.len, &why));
    return made;
}

static void put(xap_writer *writer, uint32_t docid, const a_document *from)
{
    xap_document *document = make_document(from);
    if (docid)
        OK(xap_writer_replace(writer, docid, document, &why));
    else
        OK(xap_writer_add(writer, document, NULL, &why));
    xap_document_free(document);
}

void write_with_xapian(const collection *all, const char *path)
{
    xap_writer *writer = NULL;
    OK(xap_writer_open(path, XAP_CREATE | XAP_NO_SYNC, 0, &writer, &why));
    for (size_t i = 0; i < all->n; i++)
        put(writer, all->documents[i].docid, &all->documents[i]);
    for (size_t i = 0; i < all->n_metadata; i++) {
        char name[32];
        snprintf(name, sizeof name, "meta%03zu", i);
        OK(xap_writer_set_metadata(writer, name, name, i % 7, &why));
    }
    OK(xap_writer_commit(writer, &why));
    xap_writer_free(writer);
}

void update_with_xapian(const collection *all, const char *path)
{
    xap_writer *writer = NULL;
    OK(xap_writer_open(path, XAP_OPEN | XAP_NO_SYNC, 0, &writer, &why));
    for (size_t i = 0; i < all->n; i += 3)
        OK(xap_writer_delete(writer, all->documents[i].docid, &why));
    for (size_t i = 1; i < all->n; i += 3)
        put(writer, all->documents[i].docid, &all->documents[all->n - i]);
    OK(xap_writer_commit(writer, &why));
    for (size_t i = 0; i < all->n; i += 2)
        put(writer, 0, &all->documents[i]);
    OK(xap_writer_set_metadata(writer, "zebra", "striped", 7, &why));
    OK(xap_writer_commit(writer, &why));
    xap_writer_free(writer);
}
