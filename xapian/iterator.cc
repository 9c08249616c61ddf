// SPDX-License-Identifier: GPL-2.0-or-later
//
// Walking through terms, documents and positions. All iterators share Cursor.

#include "guard.h"
#include "handles.h"
#include "xap_database.h"

namespace
{

// A Xapian iterator with its end. `fresh` tells that the current item has not been handed out.
template <typename Iterator> struct Cursor {
    Iterator at;
    Iterator end;
    bool fresh = true;

    // Moves to the item to hand out; false at the end.
    bool step()
    {
        if (!fresh && at != end)
            ++at;
        fresh = false;
        return at != end;
    }

    // Moves on to the target, unless the current item is already there.
    template <typename Target> void skip_to(const Target &target)
    {
        if (at == end || *at >= target)
            return;
        at.skip_to(target);
        fresh = true;
    }
};

} // namespace

// The struct keeps the bytes of the current term, since Xapian's iterators return a copy.
struct xap_terms {
    Cursor<Xapian::TermIterator> cursor;
    std::string term;
};

struct xap_termlist {
    Cursor<Xapian::TermIterator> cursor;
    std::string term;
};

struct xap_postings {
    Cursor<Xapian::PostingIterator> cursor;
};

struct xap_values {
    Cursor<Xapian::ValueIterator> cursor;
    std::string value;
};

struct xap_positions {
    Cursor<Xapian::PositionIterator> cursor;
};

extern "C" xap_status xap_terms_open(const xap_database *db, const char *prefix, size_t len,
                                     xap_terms **ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string start = bytes(prefix, len);
        const Xapian::Database &base = use(db).db;
        hand_out(ret, xap_terms{{base.allterms_begin(start), base.allterms_end(start)}, {}});
    });
}

extern "C" xap_status xap_terms_next(xap_terms *it, xap_bytes *ret_term, uint32_t *ret_termfreq,
                                     bool *ret_more, xap_error *err) noexcept
{
    return guard(err, [&] {
        auto &cursor = use(it).cursor;
        bool &more = use(ret_more);
        if (!cursor.step()) {
            more = false;
            return;
        }
        it->term = *cursor.at;
        if (ret_termfreq != nullptr)
            *ret_termfreq = cursor.at.get_termfreq();
        give(ret_term, xap_bytes{it->term.data(), it->term.size()});
        more = true;
    });
}

extern "C" xap_status xap_terms_skip_to(xap_terms *it, const char *term, size_t len,
                                        xap_error *err) noexcept
{
    return guard(err, [&] { use(it).cursor.skip_to(bytes(term, len)); });
}

extern "C" void xap_terms_free(xap_terms *it) noexcept
{
    delete it;
}

extern "C" xap_status xap_termlist_open(const xap_database *db, uint32_t docid, xap_termlist **ret,
                                        xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Database &base = use(db).db;
        hand_out(ret, xap_termlist{{base.termlist_begin(docid), base.termlist_end(docid)}, {}});
    });
}

extern "C" xap_status xap_termlist_next(xap_termlist *it, xap_bytes *ret_term, uint32_t *ret_wdf,
                                        uint32_t *ret_termfreq, bool *ret_more,
                                        xap_error *err) noexcept
{
    return guard(err, [&] {
        auto &cursor = use(it).cursor;
        bool &more = use(ret_more);
        if (!cursor.step()) {
            more = false;
            return;
        }
        it->term = *cursor.at;
        const uint32_t wdf = ret_wdf != nullptr ? cursor.at.get_wdf() : 0;
        if (ret_termfreq != nullptr)
            *ret_termfreq = cursor.at.get_termfreq();
        give(ret_wdf, wdf);
        give(ret_term, xap_bytes{it->term.data(), it->term.size()});
        more = true;
    });
}

extern "C" void xap_termlist_free(xap_termlist *it) noexcept
{
    delete it;
}

extern "C" xap_status xap_postings_open(const xap_database *db, const char *term, size_t len,
                                        xap_postings **ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string key = bytes(term, len);
        const Xapian::Database &base = use(db).db;
        hand_out(ret, xap_postings{{base.postlist_begin(key), base.postlist_end(key)}});
    });
}

extern "C" xap_status xap_postings_next(xap_postings *it, uint32_t *ret_docid, uint32_t *ret_wdf,
                                        bool *ret_more, xap_error *err) noexcept
{
    return guard(err, [&] {
        auto &cursor = use(it).cursor;
        bool &more = use(ret_more);
        if (!cursor.step()) {
            more = false;
            return;
        }
        const uint32_t docid = *cursor.at;
        if (ret_wdf != nullptr)
            *ret_wdf = cursor.at.get_wdf();
        give(ret_docid, docid);
        more = true;
    });
}

extern "C" xap_status xap_postings_skip_to(xap_postings *it, uint32_t docid,
                                           xap_error *err) noexcept
{
    return guard(err, [&] { use(it).cursor.skip_to(docid); });
}

extern "C" void xap_postings_free(xap_postings *it) noexcept
{
    delete it;
}

extern "C" xap_status xap_positions_open(const xap_database *db, uint32_t docid, const char *term,
                                         size_t len, xap_positions **ret, xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string key = bytes(term, len);
        const Xapian::Database &base = use(db).db;
        hand_out(ret, xap_positions{{base.positionlist_begin(docid, key),
                                     base.positionlist_end(docid, key)}});
    });
}

extern "C" xap_status xap_positions_next(xap_positions *it, uint32_t *ret_position, bool *ret_more,
                                         xap_error *err) noexcept
{
    return guard(err, [&] {
        auto &cursor = use(it).cursor;
        bool &more = use(ret_more);
        if (cursor.step()) {
            give(ret_position, *cursor.at);
            more = true;
        } else {
            more = false;
        }
    });
}

extern "C" void xap_positions_free(xap_positions *it) noexcept
{
    delete it;
}

extern "C" xap_status xap_values_open(const xap_database *db, uint32_t slot, xap_values **ret,
                                      xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Database &base = use(db).db;
        hand_out(ret, xap_values{{base.valuestream_begin(slot), base.valuestream_end(slot)}, {}});
    });
}

extern "C" xap_status xap_values_next(xap_values *it, uint32_t *ret_docid, xap_bytes *ret_value,
                                      bool *ret_more, xap_error *err) noexcept
{
    return guard(err, [&] {
        auto &cursor = use(it).cursor;
        bool &more = use(ret_more);
        if (!cursor.step()) {
            more = false;
            return;
        }
        if (ret_value != nullptr) {
            it->value = *cursor.at;
            *ret_value = xap_bytes{it->value.data(), it->value.size()};
        }
        give(ret_docid, cursor.at.get_docid());
        more = true;
    });
}

extern "C" xap_status xap_values_skip_to(xap_values *it, uint32_t docid, xap_error *err) noexcept
{
    return guard(err, [&] {
        auto &cursor = use(it).cursor;
        if (cursor.at == cursor.end || cursor.at.get_docid() >= docid)
            return;
        cursor.at.skip_to(docid);
        cursor.fresh = true;
    });
}

extern "C" void xap_values_free(xap_values *it) noexcept
{
    delete it;
}
