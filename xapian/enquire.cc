// SPDX-License-Identifier: GPL-2.0-or-later
//
// Searching, and the hits.

#include "guard.h"
#include "handles.h"
#include "xap_search.h"

struct xap_enquire {
    Xapian::Enquire enquire;
};

struct xap_mset {
    Xapian::MSet mset;
};

extern "C" xap_status xap_enquire_new(const xap_database *db, const xap_query *query,
                                      xap_enquire **ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        Xapian::Enquire enquire(use(db).db);
        enquire.set_query(use(query).query);
        hand_out(ret, xap_enquire{enquire});
    });
}

extern "C" void xap_enquire_free(xap_enquire *e) noexcept
{
    delete e;
}

extern "C" xap_status xap_enquire_set_bm25(xap_enquire *e, double k1, double k2, double k3,
                                           double b, double min_normlen, xap_error *err) noexcept
{
    return guard(err, [&] {
        use(e).enquire.set_weighting_scheme(Xapian::BM25Weight(k1, k2, k3, b, min_normlen));
    });
}

extern "C" xap_status xap_enquire_set_boolean_weight(xap_enquire *e, xap_error *err) noexcept
{
    return guard(err, [&] { use(e).enquire.set_weighting_scheme(Xapian::BoolWeight()); });
}

extern "C" xap_status xap_enquire_sort_relevance(xap_enquire *e, xap_error *err) noexcept
{
    return guard(err, [&] { use(e).enquire.set_sort_by_relevance(); });
}

extern "C" xap_status xap_enquire_sort_value(xap_enquire *e, uint32_t slot, bool reverse,
                                             xap_error *err) noexcept
{
    return guard(err, [&] {
        if (slot == XAP_NO_SLOT)
            throw Xapian::InvalidArgumentError("no such value slot");
        use(e).enquire.set_sort_by_value_then_relevance(slot, reverse);
    });
}

// Rows in the order of xap_docid_order.
static Xapian::Enquire::docid_order order_of(unsigned row)
{
    static const Xapian::Enquire::docid_order orders[] = {
        Xapian::Enquire::ASCENDING, Xapian::Enquire::DESCENDING, Xapian::Enquire::DONT_CARE};

    if (row >= sizeof orders / sizeof orders[0])
        throw Xapian::InvalidArgumentError("no such order of document ids");
    return orders[row];
}

extern "C" xap_status xap_enquire_set_docid_order(xap_enquire *e, xap_docid_order order,
                                                  xap_error *err) noexcept
{
    return guard(err, [&] { use(e).enquire.set_docid_order(order_of(number_of(order))); });
}

extern "C" xap_status xap_enquire_set_time_limit(xap_enquire *e, double seconds,
                                                 xap_error *err) noexcept
{
    return guard(err, [&] { use(e).enquire.set_time_limit(seconds); });
}

extern "C" xap_status xap_enquire_set_collapse(xap_enquire *e, uint32_t slot, uint32_t max,
                                               xap_error *err) noexcept
{
    static_assert(XAP_NO_SLOT == Xapian::BAD_VALUENO, "the number is Xapian's");

    return guard(err, [&] { use(e).enquire.set_collapse_key(slot, max); });
}

extern "C" xap_status xap_enquire_mset(xap_enquire *e, uint32_t first, uint32_t max,
                                       uint32_t check_at_least, xap_mset **ret,
                                       xap_error *err) noexcept
{
    return guard(
        err, [&] { hand_out(ret, xap_mset{use(e).enquire.get_mset(first, max, check_at_least)}); });
}

extern "C" xap_status xap_enquire_matching_terms(const xap_enquire *e, uint32_t docid,
                                                 xap_term_fn *fn, void *data,
                                                 xap_error *err) noexcept
{
    return guard(err, [&] {
        use(fn);
        auto at = use(e).enquire.get_matching_terms_begin(docid);
        const auto end = e->enquire.get_matching_terms_end(docid);
        for (; at != end; ++at) {
            const std::string term = *at;
            if (!fn(data, term.data(), term.size()))
                return;
        }
    });
}

extern "C" void xap_mset_free(xap_mset *m) noexcept
{
    delete m;
}

extern "C" uint32_t xap_mset_size(const xap_mset *m) noexcept
{
    return m == nullptr ? 0 : m->mset.size();
}

extern "C" uint32_t xap_mset_estimated(const xap_mset *m) noexcept
{
    return m == nullptr ? 0 : m->mset.get_matches_estimated();
}

extern "C" uint32_t xap_mset_lower(const xap_mset *m) noexcept
{
    return m == nullptr ? 0 : m->mset.get_matches_lower_bound();
}

extern "C" uint32_t xap_mset_upper(const xap_mset *m) noexcept
{
    return m == nullptr ? 0 : m->mset.get_matches_upper_bound();
}

// Reading an item of an MSet that is there cannot throw; out of range it would be undefined.
extern "C" uint32_t xap_mset_docid(const xap_mset *m, uint32_t i) noexcept
{
    return i < xap_mset_size(m) ? *m->mset[i] : 0;
}

extern "C" double xap_mset_weight(const xap_mset *m, uint32_t i) noexcept
{
    return i < xap_mset_size(m) ? m->mset[i].get_weight() : 0.0;
}

extern "C" uint32_t xap_mset_collapsed(const xap_mset *m, uint32_t i) noexcept
{
    return i < xap_mset_size(m) ? m->mset[i].get_collapse_count() : 0;
}

extern "C" double xap_mset_max_possible(const xap_mset *m) noexcept
{
    return m == nullptr ? 0.0 : m->mset.get_max_possible();
}

extern "C" xap_status xap_mset_termfreq(const xap_mset *m, const char *term, size_t len,
                                        uint32_t *ret, xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(m).mset.get_termfreq(bytes(term, len)); });
}
