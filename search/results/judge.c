#include "search/results/judge.h"

#include "archive/error.h"

void mg_judge_init(mg_judge *judge, morgue_archive *archive, const mg_plan *plan,
                   mg_deadline deadline)
{
    *judge = (mg_judge){.archive = archive, .plan = plan, .deadline = deadline};
}

void mg_judge_free(mg_judge *judge)
{
    mg_matcher_free(judge->matcher);
    morgue_article_free(judge->article);
    mg_buffer_free(&judge->packed);
}

static morgue_status get_ready(mg_judge *j, morgue_error *err)
{
    if (j->matcher)
        return MORGUE_OK;
    j->article = morgue_article_new();
    morgue_status status =
        j->article ? mg_matcher_new(j->plan, &j->matcher, err) : mg_fail_memory(err);
    if (status == MORGUE_OK)
        mg_matcher_limit(j->matcher, j->deadline);
    return status;
}

static morgue_status read_article(mg_judge *j, size_t shard, uint32_t docid, morgue_error *err)
{
    morgue_status status = get_ready(j, err);
    if (status == MORGUE_OK && j->docid == docid && j->shard == shard)
        return MORGUE_OK;
    j->docid = 0;
    if (status == MORGUE_OK)
        status = mg_index_record_of_hit(j->archive->indexes[shard], docid, &j->packed, err);
    if (status == MORGUE_OK)
        status = mg_archive_unpack(j->archive, j->packed.data, j->packed.len, j->article, err);
    if (status == MORGUE_OK)
        status = mg_matcher_read(j->matcher, j->article, err);
    if (status == MORGUE_OK) {
        j->shard = shard;
        j->docid = docid;
    }
    return status;
}

static morgue_status stands(void *user, size_t shard, uint32_t docid, const mg_span *span,
                            bool *ret, morgue_error *err)
{
    mg_judge *j = user;
    morgue_status status = read_article(j, shard, docid, err);
    return status == MORGUE_OK ? mg_matcher_stands(j->matcher, span, ret, err) : status;
}

mg_text_judge mg_judge_face(mg_judge *judge)
{
    return (mg_text_judge){judge, stands};
}
