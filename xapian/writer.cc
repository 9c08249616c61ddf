// SPDX-License-Identifier: GPL-2.0-or-later
//
// The one writer of a database.
//
// Changes run inside a transaction that the first of them begins. Within one, Xapian still writes
// postings to the tables every so many documents but does not commit, and closing cancels.

#include "guard.h"
#include "handles.h"
#include "xap_writer.h"

#include <cstdlib>

namespace
{

enum class Pending {
    none,    // no transaction
    changes, // begun by the first change
    group,   // begun by the caller
    lost     // dropped by Xapian when a change failed; to be acknowledged by a cancel
};

// Sets the environment variable that Xapian reads when a writer opens, and puts it back.
class FlushThreshold
{
  public:
    explicit FlushThreshold(unsigned documents) : active(documents != 0)
    {
        if (!active)
            return;
        if (const char *old = std::getenv(variable)) {
            had_value = true;
            value = old;
        }
        if (setenv(variable, std::to_string(documents).c_str(), 1) != 0)
            throw std::bad_alloc();
    }

    ~FlushThreshold()
    {
        if (active && had_value)
            setenv(variable, value.c_str(), 1);
        else if (active)
            unsetenv(variable);
    }

    FlushThreshold(const FlushThreshold &) = delete;
    FlushThreshold &operator=(const FlushThreshold &) = delete;

  private:
    static constexpr const char *variable = "XAPIAN_FLUSH_THRESHOLD";
    bool active;
    bool had_value = false;
    std::string value;
};

} // namespace

struct xap_writer {
    Xapian::WritableDatabase db;
    xap_database view{db};
    Pending pending = Pending::none;

    // Makes one change, within a transaction. When it fails half-way, Xapian has dropped all.
    template <typename F> auto change(F &&body)
    {
        refuse(Pending::lost, "an earlier change failed: cancel first");
        if (pending == Pending::none) {
            db.begin_transaction();
            pending = Pending::changes;
        }
        try {
            return body();
        } catch (const Xapian::DocNotFoundError &) {
            throw;
        } catch (...) {
            pending = Pending::lost;
            throw;
        }
    }

    void refuse(Pending state, const char *why) const
    {
        if (pending == state)
            throw Xapian::InvalidOperationError(why);
    }

    // After a failure nothing of the transaction is left: what Xapian may still hold in memory
    // would otherwise reach the disk when the writer closes.
    void commit()
    {
        refuse(Pending::lost, "an earlier change failed: cancel first");
        if (pending == Pending::none)
            return;
        pending = Pending::none;
        try {
            db.commit_transaction();
        } catch (...) {
            discard();
            throw;
        }
    }

    void discard() noexcept
    {
        try {
            db.begin_transaction(false);
            db.cancel_transaction();
        } catch (...) {
            // Closed, or in a state that Xapian itself does not write from.
        }
    }

    void cancel()
    {
        if (pending == Pending::none)
            return;
        pending = Pending::none;
        db.cancel_transaction();
    }

    void close()
    {
        cancel();
        db.close();
    }
};

// Arguments are checked before Xapian sees them, where a refusal would cost the whole batch.
static uint32_t real_docid(uint32_t docid)
{
    if (docid == 0)
        throw Xapian::InvalidArgumentError("0 is no document id");
    return docid;
}

static std::string metadata_key(const char *key)
{
    const std::string text = name(key);

    check_term(text);
    return text;
}

static int open_flags(unsigned flags)
{
    const unsigned action = flags & ~static_cast<unsigned>(XAP_NO_SYNC);

    if (action != XAP_CREATE_OR_OPEN && action != XAP_CREATE && action != XAP_OPEN)
        throw Xapian::InvalidArgumentError("unknown flags for opening a writer");
    return static_cast<int>(flags);
}

extern "C" xap_status xap_writer_open(const char *path, unsigned flags, unsigned flush_threshold,
                                      xap_writer **ret, xap_error *err) noexcept
{
    static_assert(int(XAP_CREATE_OR_OPEN) == Xapian::DB_CREATE_OR_OPEN, "flags are Xapian's");
    static_assert(int(XAP_CREATE) == Xapian::DB_CREATE, "flags are Xapian's");
    static_assert(int(XAP_OPEN) == Xapian::DB_OPEN, "flags are Xapian's");
    static_assert(int(XAP_NO_SYNC) == Xapian::DB_NO_SYNC, "flags are Xapian's");

    return guard(err, [&] {
        xap_writer *&out = use(ret);
        const FlushThreshold threshold(flush_threshold);
        out = new xap_writer{Xapian::WritableDatabase(name(path), open_flags(flags))};
    });
}

extern "C" const xap_database *xap_writer_database(const xap_writer *w) noexcept
{
    return w == nullptr ? nullptr : &w->view;
}

extern "C" xap_status xap_writer_add(xap_writer *w, const xap_document *doc, uint32_t *ret_docid,
                                     xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Document &added = use(doc).doc;
        give(ret_docid, use(w).change([&] { return w->db.add_document(added); }));
    });
}

extern "C" xap_status xap_writer_replace(xap_writer *w, uint32_t docid, const xap_document *doc,
                                         xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Document &added = use(doc).doc;
        real_docid(docid);
        use(w).change([&] { w->db.replace_document(docid, added); });
    });
}

extern "C" xap_status xap_writer_replace_term(xap_writer *w, const char *term, size_t len,
                                              const xap_document *doc, uint32_t *ret_docid,
                                              xap_error *err) noexcept
{
    return guard(err, [&] {
        const Xapian::Document &added = use(doc).doc;
        const std::string key = whole_term(term, len);
        give(ret_docid, use(w).change([&] { return w->db.replace_document(key, added); }));
    });
}

extern "C" xap_status xap_writer_delete(xap_writer *w, uint32_t docid, xap_error *err) noexcept
{
    return guard(err, [&] {
        real_docid(docid);
        use(w).change([&] { w->db.delete_document(docid); });
    });
}

extern "C" xap_status xap_writer_delete_term(xap_writer *w, const char *term, size_t len,
                                             xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string key = whole_term(term, len);
        use(w).change([&] { w->db.delete_document(key); });
    });
}

extern "C" xap_status xap_writer_set_metadata(xap_writer *w, const char *key, const char *value,
                                              size_t len, xap_error *err) noexcept
{
    return guard(err, [&] {
        const std::string where = metadata_key(key);
        const std::string what = bytes(value, len);
        use(w).change([&] { w->db.set_metadata(where, what); });
    });
}

extern "C" xap_status xap_writer_commit(xap_writer *w, xap_error *err) noexcept
{
    return guard(err, [&] {
        use(w).refuse(Pending::group, "a group is open: end or cancel it");
        w->commit();
    });
}

extern "C" xap_status xap_writer_begin(xap_writer *w, xap_error *err) noexcept
{
    return guard(err, [&] {
        use(w).refuse(Pending::group, "a group is open already");
        w->commit();
        w->db.begin_transaction();
        w->pending = Pending::group;
    });
}

extern "C" xap_status xap_writer_end(xap_writer *w, xap_error *err) noexcept
{
    return guard(err, [&] {
        use(w).refuse(Pending::none, "no group is open");
        w->refuse(Pending::changes, "no group is open");
        w->commit();
    });
}

extern "C" xap_status xap_writer_cancel(xap_writer *w, xap_error *err) noexcept
{
    return guard(err, [&] { use(w).cancel(); });
}

extern "C" xap_status xap_writer_close(xap_writer *w, xap_error *err) noexcept
{
    return guard(err, [&] { use(w).close(); });
}

extern "C" void xap_writer_free(xap_writer *w) noexcept
{
    if (w != nullptr)
        guard(nullptr, [&] { w->close(); });
    delete w;
}
