/* The chain against all sequences of labels there are. */
#include <math.h>
#include <stdlib.h>

#include "indexer/tagger/chain.h"
#include "tests/unit/scratch.h"

enum { LONGEST = 4 };

static float transitions[MG_LABELS][MG_LABELS];
static mg_chain chain;

/* What all sequences add up to. */
typedef struct all {
    size_t n;
    double whole;
    double best;
    uint8_t best_labels[LONGEST];
    double labels[LONGEST][MG_LABELS];
    double entities[LONGEST][LONGEST][4]; /* first, last, type */
} all;

static float between(uint64_t *seed, float most)
{
    return most * ((float)roll(seed, 20001) / 10000 - 1);
}

static void throw_dice(uint64_t *seed, size_t n, float most)
{
    CHECK(mg_chain_reserve(&chain, n));
    for (unsigned a = 0; a < MG_LABELS; a++)
        for (unsigned b = 0; b < MG_LABELS; b++)
            transitions[a][b] = between(seed, 2);
    for (size_t i = 0; i < n; i++) {
        for (unsigned k = 0; k < MG_SCORED; k++)
            chain.scores[i][k] = between(seed, most);
        chain.scores[i][MG_OUTSIDE] = 0;
    }
    mg_chain_set_odds(&chain, transitions);
}

static void add_entities(all *a, const uint8_t *labels, double weight)
{
    for (size_t i = 0, first = 0; i < a->n; i++) {
        if (labels[i] == MG_OUTSIDE)
            continue;
        unsigned place = labels[i] % 4;
        if (place == MG_BEGINS || place == MG_SINGLE)
            first = i;
        if (place == MG_ENDS || place == MG_SINGLE)
            a->entities[first][i][labels[i] / 4] += weight;
    }
}

static void add_sequence(all *a, const uint8_t *labels, double score)
{
    double weight = exp(score);
    a->whole += weight;
    for (size_t i = 0; i < a->n; i++)
        a->labels[i][labels[i]] += weight;
    add_entities(a, labels, weight);
    if (score > a->best) {
        a->best = score;
        memcpy(a->best_labels, labels, a->n);
    }
}

/* BIOES, said in words: a name of several tokens begins, goes on and ends with the same type. */
static bool is_sequence(const uint8_t *labels, size_t n)
{
    unsigned open = MG_OUTSIDE; /* the type of the name under way */
    for (size_t i = 0; i < n; i++) {
        bool goes_on =
            labels[i] != MG_OUTSIDE && (labels[i] % 4 == MG_INSIDE || labels[i] % 4 == MG_ENDS);
        if (goes_on != (open != MG_OUTSIDE) || (goes_on && labels[i] / 4u != open))
            return false;
        if (labels[i] != MG_OUTSIDE && labels[i] % 4 == MG_BEGINS)
            open = labels[i] / 4;
        else if (labels[i] == MG_OUTSIDE || labels[i] % 4 != MG_INSIDE)
            open = MG_OUTSIDE;
    }
    return open == MG_OUTSIDE;
}

static void go_through_all(all *a, size_t n)
{
    size_t sequences = 1;
    *a = (all){.n = n, .best = -INFINITY};
    for (size_t i = 0; i < n; i++)
        sequences *= MG_LABELS;
    for (size_t s = 0; s < sequences; s++) {
        uint8_t labels[LONGEST];
        size_t rest = s;
        for (size_t i = 0; i < n; i++, rest /= MG_LABELS)
            labels[i] = (uint8_t)(rest % MG_LABELS);
        if (!is_sequence(labels, n))
            continue;
        double score = (double)transitions[labels[n - 1]][MG_OUTSIDE];
        for (size_t i = 0; i < n; i++)
            score += (double)(chain.scores[i][labels[i]] +
                              transitions[i ? labels[i - 1] : MG_OUTSIDE][labels[i]]);
        add_sequence(a, labels, score);
    }
}

static bool is_near(double a, double b)
{
    return fabs(a - b) < 2e-4;
}

static void compare(const all *a)
{
    mg_chain_best(&chain, (const float(*)[MG_LABELS])transitions, a->n);
    CHECK(memcmp(chain.labels, a->best_labels, a->n) == 0);
    mg_chain_sums(&chain, a->n);
    CHECK(fabs((double)chain.log_whole - log(a->whole)) < 1e-3);
    for (size_t i = 0; i < a->n; i++) {
        double sum = 0;
        for (unsigned k = 0; k < MG_LABELS; k++) {
            CHECK(is_near((double)mg_chain_probability(&chain, i, k), a->labels[i][k] / a->whole));
            sum += (double)mg_chain_probability(&chain, i, k);
        }
        CHECK(is_near(sum, 1));
    }
    for (size_t i = 0; i < a->n; i++)
        for (size_t j = i; j < a->n; j++)
            for (unsigned type = 0; type < 4; type++)
                CHECK(is_near((double)mg_chain_sureness(&chain, i, j, (mg_entity)type),
                              a->entities[i][j][type] / a->whole));
}

START_TEST(test_all_sequences)
{
    static all a;
    uint64_t seed = 11;
    for (size_t n = 1; n <= LONGEST; n++)
        for (int round = 0; round < (n < 4 ? 60 : 8); round++) {
            throw_dice(&seed, n, round % 3 ? 3 : 10);
            go_through_all(&a, n);
            compare(&a);
        }
    mg_chain_free(&chain);
}
END_TEST

START_TEST(test_may_follow)
{
    for (unsigned a = 0; a < MG_LABELS; a++)
        for (unsigned b = 0; b < MG_LABELS; b++) {
            /* completed to a sequence: what is open before is begun, what is open behind ended */
            uint8_t labels[4];
            size_t n = 0;
            if (a != MG_OUTSIDE && (a % 4 == MG_INSIDE || a % 4 == MG_ENDS))
                labels[n++] = (uint8_t)(a / 4 * 4 + MG_BEGINS);
            labels[n++] = (uint8_t)a;
            labels[n++] = (uint8_t)b;
            if (b != MG_OUTSIDE && (b % 4 == MG_BEGINS || b % 4 == MG_INSIDE))
                labels[n++] = (uint8_t)(b / 4 * 4 + MG_ENDS);
            CHECK(mg_may_follow(a, b) == is_sequence(labels, n));
        }
}
END_TEST

/* Of scores beyond what a float holds the sums may be wrong, but no more than that. */
static void expect_finite(size_t n, bool sound)
{
    CHECK(isfinite(chain.log_whole) && isfinite(chain.whole) && chain.whole > 0);
    for (size_t i = 0; i < n; i++) {
        CHECK(chain.labels[i] < MG_LABELS);
        for (unsigned k = 0; k < MG_LABELS; k++) {
            float p = mg_chain_probability(&chain, i, k);
            CHECK(isfinite(p) && p >= 0 && (!sound || p < 1.01f));
        }
    }
    for (size_t i = 0; i < n; i += 7)
        for (unsigned type = 0; type < 4; type++) {
            float sure =
                mg_chain_sureness(&chain, i, i + i % 5 < n ? i + i % 5 : i, (mg_entity)type);
            CHECK(sure >= 0 && sure <= 1);
        }
}

START_TEST(test_extreme)
{
    static const float most[] = {20, 60, 100, 1000, 1e5f, 1e7f};
    uint64_t seed = 12;
    for (size_t m = 0; m < sizeof most / sizeof *most; m++)
        for (int round = 0; round < 20; round++) {
            size_t n = 1 + roll(&seed, 2000);
            throw_dice(&seed, n, most[m]);
            if (round % 2) /* the best of each token is what cannot stand there */
                for (size_t i = 0; i < n; i++)
                    chain.scores[i][4 * (i % 4) + MG_INSIDE] = most[m];
            mg_chain_best(&chain, (const float(*)[MG_LABELS])transitions, n);
            CHECK(is_sequence(chain.labels, n));
            mg_chain_sums(&chain, n);
            expect_finite(n, m == 0 && round % 2 == 0);
        }
    mg_chain_free(&chain);
}
END_TEST

/* What is no number is no label out of bounds. */
START_TEST(test_not_a_number)
{
    uint64_t seed = 13;
    for (size_t n = 1; n < 20; n++) {
        throw_dice(&seed, n, 3);
        memset(chain.labels, 0xEE, n);
        for (unsigned a = 0; a < MG_LABELS; a++)
            for (unsigned b = 0; b < MG_LABELS; b++)
                transitions[a][b] = NAN;
        mg_chain_best(&chain, (const float(*)[MG_LABELS])transitions, n);
        for (size_t i = 0; i < n; i++)
            CHECK(chain.labels[i] < MG_LABELS);
    }
    mg_chain_free(&chain);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("chain");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_all_sequences);
    tcase_add_test(tests, test_may_follow);
    tcase_add_test(tests, test_extreme);
    tcase_add_test(tests, test_not_a_number);
    return run_tests("chain", tests);
}
