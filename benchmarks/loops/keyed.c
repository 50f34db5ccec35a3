/* The keyed loops, synchronous: every sharer visits every contact in every step. */
#include "luck.h"

typedef struct {
    i32 heard, exposures, aware_after, believes_after;
} Person;

/* SIR and independent cascades: `lasting` is the survival of interest, `beta` what is seen of a post. */
i64 spread_keyed(const Given *g, double beta, const double *lasting, i32 n_lasting) {
    static Table interest, resisting;
    i32 n = g->n, n_sharing = 0, n_unaware = n, n_believers = 0, step = 0;
    Person *people = calloc(n, sizeof *people);
    int8_t *stance = calloc(n, 1);
    i32 *sharing = malloc(sizeof(i32) * (size_t)n), *reached = malloc(sizeof(i32) * (size_t)n);
    i32 *until = malloc(sizeof(i32) * (size_t)n);
    double *doubt = powers(1.0 - beta, 4096);
    i64 visited = 0, n_changes = 0;
    guide(&interest, lasting, n_lasting), guide(&resisting, doubt, 4096);
    for (i32 m = 0; m < g->n_seeds; m++) {
        i32 i = g->seeds[m];
        stance[i] = BELIEVER, sharing[n_sharing++] = i, n_unaware--, n_believers++;
        until[i] = first_at_most(&interest, luck_of(g, INTEREST, 0, i));
        record(g, &n_changes, 0, i, UNAWARE, BELIEVER);
    }
    for (; n_sharing > 0 && step < g->max_steps; step++) {
        i32 n_reached = 0, kept = 0;
        i32 *mine = g->rows + 4 * (i64)step;
        mine[UNAWARE] = n_unaware, mine[BELIEVER] = n_sharing, mine[UNCONVINCED] = n - n_unaware - n_believers;
        for (i32 m = 0; m < n_sharing; m++) {
            i32 i = sharing[m];
            i64 last = g->indptr[i + 1];
            visited += last - g->indptr[i];
            for (i64 tie = g->indptr[i]; tie < last; tie++) {
                i32 j = g->indices[tie];
                if (people[j].heard++ == 0) reached[n_reached++] = j;
            }
            if (until[i] > step + 1) sharing[kept++] = i;
        }
        n_sharing = kept;
        for (i32 m = 0; m < n_reached; m++) {
            i32 i = reached[m];
            Person *one = people + i;
            i32 heard = one->heard;
            one->heard = 0;
            if (stance[i] == BELIEVER) continue;
            if (one->exposures == 0) {
                one->aware_after = first_at_most(&resisting, luck_of(g, NOTICE, 0, i));
                one->believes_after = first_at_most(&resisting, luck_of(g, RESISTANCE, 0, i));
            }
            one->exposures += heard;
            if (one->exposures >= one->believes_after) {
                record(g, &n_changes, step + 1, i, stance[i], BELIEVER);
                n_unaware -= stance[i] == UNAWARE, n_believers++;
                stance[i] = BELIEVER;
                i32 age = first_at_most(&interest, luck_of(g, INTEREST, 0, i));
                until[i] = age == NEVER ? NEVER : step + 1 + age;
                sharing[n_sharing++] = i;
            } else if (stance[i] == UNAWARE && one->exposures >= one->aware_after) {
                record(g, &n_changes, step + 1, i, UNAWARE, UNCONVINCED);
                n_unaware--;
                stance[i] = UNCONVINCED;
            }
        }
    }
    i32 *mine = g->rows + 4 * (i64)step;
    mine[UNAWARE] = n_unaware, mine[BELIEVER] = n_sharing, mine[UNCONVINCED] = n - n_unaware - n_believers;
    free(people), free(stance), free(sharing), free(reached), free(until), free(doubt);
    g->done[0] = g->done[3] = visited, g->done[1] = n_believers, g->done[2] = n_changes;
    return step;
}

/* ---- the hoax against the fact-check: contacts are visited when somebody changes ------- */

typedef struct {
    i32 n_hoax, n_check, episode, aware_at;
} Hearer;

typedef struct {
    Hearer *people;
    int8_t *stance;
    i32 *next, *fading, counts[4];
    Table forgetting, verifying;
    i64 n_changes;
} Contest;

/* Take a stance from `step` on, and find the step at which it fades. */
static void take(const Given *g, Contest *c, i32 i, int after, i32 step) {
    int before = c->stance[i];
    Hearer *one = c->people + i;
    record(g, &c->n_changes, step, i, before, after);
    c->stance[i] = (int8_t)after;
    c->counts[before]--, c->counts[after]++;
    if (after == UNAWARE) {
        one->episode++;
        return;
    }
    if (before == UNAWARE) one->aware_at = step;
    u32 purpose = after == BELIEVER ? FORGET_BELIEF : FORGET_CORRECTION;
    i32 age = first_at_most(&c->forgetting, luck_of(g, purpose, (u32)one->episode, i));
    i32 due = age == NEVER ? NEVER : step + age;
    if (after == BELIEVER) {
        age = first_at_most(&c->verifying, luck_of(g, VERIFY, (u32)one->episode, i));
        if (age != NEVER && one->aware_at + age < due) due = -(one->aware_at + age);
    }
    i32 when = due < 0 ? -due : due; /* below zero: verifies rather than forgets */
    if (when > g->max_steps) return;
    i32 *list = c->fading + 2 * (i64)when + (due < 0);
    c->next[i] = *list, *list = i;
}

static i64 tell(const Given *g, Contest *c, i32 i, int before, int after) {
    for (i64 tie = g->indptr[i]; tie < g->indptr[i + 1]; tie++) {
        Hearer *one = c->people + g->indices[tie];
        one->n_hoax += (after == BELIEVER) - (before == BELIEVER);
        one->n_check += (after == CORRECTED) - (before == CORRECTED);
    }
    return g->indptr[i + 1] - g->indptr[i];
}

static int contend(const Given *g, const Hearer *one, i32 i, i32 step, double beta, double weight) {
    double seen = beta * one->n_hoax, checked = beta * one->n_check;
    double pro = seen * (1.0 + weight), contra = checked * (1.0 - weight), total = pro + contra;
    double informed = (seen + checked) / (one->n_hoax + one->n_check), believing = informed * pro / total;
    double luck = luck_of(g, COMPETE, (u32)step, i);
    if (total <= 0.0) return UNAWARE;
    return luck < believing ? BELIEVER : luck < believing + informed * contra / total ? CORRECTED : UNAWARE;
}

i64 sbfc_keyed(const Given *g, double beta, double weight, double forget, double verify) {
    i32 n = g->n, *changed = malloc(sizeof(i32) * (size_t)n), length = g->max_steps + 2;
    int8_t *before = malloc(n);
    double *forgetting = powers(1.0 - forget, length), *verifying = powers(1.0 - verify, length);
    static Contest c;
    memset(&c, 0, sizeof c);
    c.people = calloc(n, sizeof(Hearer)), c.stance = calloc(n, 1), c.counts[UNAWARE] = n;
    c.next = malloc(sizeof(i32) * (size_t)n), c.fading = malloc(sizeof(i32) * 2 * (size_t)length);
    guide(&c.forgetting, forgetting, length), guide(&c.verifying, verifying, length);
    i64 visited = 0;
    memset(c.fading, -1, sizeof(i32) * 2 * (size_t)length);
    for (i32 m = 0; m < g->n_seeds; m++) {
        take(g, &c, g->seeds[m], BELIEVER, 0);
        visited += tell(g, &c, g->seeds[m], UNAWARE, BELIEVER);
    }
    for (i32 step = 0; step < g->max_steps; step++) {
        i32 n_changed = 0;
        memcpy(g->rows + 4 * (i64)step, c.counts, sizeof c.counts);
        for (int verifies = 0; verifies < 2; verifies++)
            for (i32 i = c.fading[2 * (i64)(step + 1) + verifies], next; i >= 0; i = next) {
                next = c.next[i];
                before[n_changed] = c.stance[i], changed[n_changed++] = i;
            }
        for (i32 i = 0; i < n; i++)
            if (c.stance[i] == UNAWARE && (c.people[i].n_hoax | c.people[i].n_check)) {
                int after = contend(g, c.people + i, i, step, beta, weight);
                if (after != UNAWARE) {
                    before[n_changed] = UNAWARE, changed[n_changed++] = i;
                    take(g, &c, i, after, step + 1);
                }
            }
        for (int verifies = 0; verifies < 2; verifies++)
            for (i32 i = c.fading[2 * (i64)(step + 1) + verifies], next; i >= 0; i = next) {
                next = c.next[i];
                take(g, &c, i, verifies ? CORRECTED : UNAWARE, step + 1);
            }
        for (i32 m = 0; m < n_changed; m++)
            visited += tell(g, &c, changed[m], before[m], c.stance[changed[m]]);
    }
    memcpy(g->rows + 4 * (i64)g->max_steps, c.counts, sizeof c.counts);
    free(c.people), free(c.stance), free(c.next), free(c.fading), free(changed), free(before);
    free(forgetting), free(verifying);
    g->done[0] = visited, g->done[1] = 0, g->done[2] = c.n_changes;
    return g->max_steps;
}
