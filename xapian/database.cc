// SPDX-License-Identifier: GPL-2.0-or-later
//
// Reading a database.

#include "guard.h"
#include "handles.h"
#include "xap_database.h"

// Xapian's own database of no shards refuses to be searched, so an empty one stands in for it.
extern "C" xap_status xap_database_open(const char *const *paths, size_t n, xap_database **ret,
                                        xap_error *err) noexcept
{
    return guard(err, [&] {
        Xapian::Database db;
        if (n == 0)
            db = Xapian::WritableDatabase(std::string(), Xapian::DB_BACKEND_INMEMORY);
        for (size_t i = 0; i < n; i++)
            db.add_database(Xapian::Database(name((&use(paths))[i])));
        hand_out(ret, xap_database{db});
    });
}

extern "C" void xap_database_free(xap_database *db) noexcept
{
    delete db;
}

extern "C" xap_status xap_database_reopen(xap_database *db, bool *ret_changed,
                                          xap_error *err) noexcept
{
    return guard(err, [&] { give(ret_changed, use(db).db.reopen()); });
}

extern "C" xap_status xap_database_doccount(const xap_database *db, uint32_t *ret,
                                            xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(db).db.get_doccount(); });
}

extern "C" xap_status xap_database_lastdocid(const xap_database *db, uint32_t *ret,
                                             xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(db).db.get_lastdocid(); });
}

extern "C" xap_status xap_database_total_length(const xap_database *db, uint64_t *ret,
                                                xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(db).db.get_total_length(); });
}

extern "C" xap_status xap_database_termfreq(const xap_database *db, const char *term, size_t len,
                                            uint32_t *ret, xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(db).db.get_termfreq(bytes(term, len)); });
}

extern "C" xap_status xap_database_collfreq(const xap_database *db, const char *term, size_t len,
                                            uint32_t *ret, xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(db).db.get_collection_freq(bytes(term, len)); });
}

extern "C" xap_status xap_database_find(const xap_database *db, const char *term, size_t len,
                                        uint32_t *ret_docid, xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string key = bytes(term, len);
        const Xapian::PostingIterator first = use(db).db.postlist_begin(key);
        if (first == use(db).db.postlist_end(key))
            throw Xapian::DocNotFoundError("no document has the term " + key);
        use(ret_docid) = *first;
    });
}

extern "C" xap_status xap_database_data(const xap_database *db, uint32_t docid, xap_string *ret,
                                        xap_error *err) noexcept
{
    return guard(err, [&] { assign(ret, use(db).db.get_document(docid).get_data()); });
}

extern "C" xap_status xap_database_value(const xap_database *db, uint32_t docid, uint32_t slot,
                                         xap_string *ret, xap_error *err) noexcept
{
    return guard(err, [&] { assign(ret, use(db).db.get_document(docid).get_value(slot)); });
}

extern "C" xap_status xap_database_doclength(const xap_database *db, uint32_t docid, uint32_t *ret,
                                             xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(db).db.get_doclength(docid); });
}

extern "C" xap_status xap_database_value_bounds(const xap_database *db, uint32_t slot,
                                                xap_string *ret_least, xap_string *ret_greatest,
                                                xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string least = use(db).db.get_value_lower_bound(slot);
        const std::string greatest = use(db).db.get_value_upper_bound(slot);
        assign(ret_least, least);
        assign(ret_greatest, greatest);
    });
}

extern "C" xap_status xap_database_metadata(const xap_database *db, const char *key,
                                            xap_string *ret, xap_error *err) noexcept
{
    return guard(err, [&] { assign(ret, use(db).db.get_metadata(name(key))); });
}

extern "C" xap_status xap_database_each_metadata(const xap_database *db, const char *from,
                                                 size_t len, xap_metadata_fn *fn, void *data,
                                                 xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Database &base = use(db).db;
        const std::string start = name(from);
        if (len > start.size())
            throw Xapian::InvalidArgumentError("a prefix is longer than what it is one of");
        const std::string prefix = start.substr(0, len);
        const Xapian::TermIterator end = base.metadata_keys_end(prefix);
        Xapian::TermIterator at = base.metadata_keys_begin(prefix);
        if (at != end)
            at.skip_to(start);
        for (; at != end; ++at) {
            const std::string key = *at, value = base.get_metadata(key);
            if (!use(fn)(data, {key.data(), key.size()}, {value.data(), value.size()}))
                return;
        }
    });
}

extern "C" xap_status xap_database_has_positions(const xap_database *db, bool *ret,
                                                 xap_error *err) noexcept
{
    return guard(err, [&] { use(ret) = use(db).db.has_positions(); });
}

extern "C" xap_status xap_database_uuid(const xap_database *db, xap_string *ret,
                                        xap_error *err) noexcept
{
    return guard(err, [&] { assign(ret, use(db).db.get_uuid()); });
}
