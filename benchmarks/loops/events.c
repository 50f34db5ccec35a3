/* The keyed loop for SIR and cascades, by events: each contact is visited when somebody begins
 * to share and when it ends, not in every step between. Pressure is the number of contacts who
 * share now; from it follows the step in which a person will cross its threshold. */
#include "luck.h"

typedef struct {
    i32 heard, since, pressure;          /* posts heard before step `since`, and how many a step from there */
    i32 aware_after, believes_after;     /* thresholds; 0 not drawn yet, -1 behind us */
    i32 due, next, previous;             /* the bucket it is in, as a doubly linked list */
} __attribute__((aligned(32))) Person;

typedef struct {
    const Given *g;
    Person *people;
    i32 *buckets, *stops, *next_stop;
    Table resisting, interest;
    i32 n_receptive;
} Calendar;

static i32 step_of_crossing(const Person *one) {
    i32 target = one->believes_after;
    if (one->aware_after > 0 && one->aware_after < target) target = one->aware_after;
    if (one->pressure == 0 || target == NEVER) return NEVER;
    return one->since + (target - one->heard + one->pressure - 1) / one->pressure - 1;
}

static void enter(Calendar *c, i32 i, i32 due) {
    Person *one = c->people + i;
    if (due >= c->g->max_steps) {
        one->due = NEVER;
        return;
    }
    i32 first = c->buckets[due];
    one->due = due, one->previous = -1, one->next = first;
    if (first >= 0) c->people[first].previous = i;
    c->buckets[due] = i;
}

static void leave(Calendar *c, Person *one) {
    if (one->previous >= 0) c->people[one->previous].next = one->next;
    else c->buckets[one->due] = one->next;
    if (one->next >= 0) c->people[one->next].previous = one->previous;
}

static void raise_pressure(Calendar *c, i32 j, i32 step) {
    Person *one = c->people + j;
    if (one->believes_after < 0) return;
    if (one->believes_after == 0) {
        one->aware_after = first_at_most(&c->resisting, luck_of(c->g, NOTICE, 0, j));
        one->believes_after = first_at_most(&c->resisting, luck_of(c->g, RESISTANCE, 0, j));
        one->due = NEVER;
    }
    c->n_receptive += one->pressure == 0;
    one->heard += one->pressure * (step - one->since);
    one->since = step, one->pressure++;
    i32 due = step_of_crossing(one);
    if (due >= one->due) return; /* looked at again when that bucket is opened */
    if (one->due != NEVER) leave(c, one);
    enter(c, j, due);
}

static void lower_pressure(Calendar *c, i32 j, i32 step) {
    Person *one = c->people + j;
    if (one->believes_after < 0) return;
    one->heard += one->pressure * (step - one->since);
    one->since = step, one->pressure--;
    c->n_receptive -= one->pressure == 0; /* it will cross later: seen when its bucket is opened */
}

/* Visit all contacts of some people, those of the next ones being fetched meanwhile. */
static i64 visit(Calendar *c, const i32 *list, i32 n, i32 step, void (*change)(Calendar *, i32, i32)) {
    const i64 *indptr = c->g->indptr;
    const i32 *indices = c->g->indices;
    i64 visited = 0;
    for (i32 m = 0; m < n; m++) {
        if (m + 12 < n) __builtin_prefetch(indptr + list[m + 12]);
        if (m + 6 < n) __builtin_prefetch(indices + indptr[list[m + 6]]);
        if (m + 2 < n) {
            i64 first = indptr[list[m + 2]], last = indptr[list[m + 2] + 1];
            for (i64 tie = first; tie < last && tie < first + AHEAD; tie++)
                __builtin_prefetch(c->people + indices[tie], 1);
        }
        i64 first = indptr[list[m]], last = indptr[list[m] + 1];
        for (i64 tie = first; tie < last; tie++) {
            if (tie + AHEAD < last) __builtin_prefetch(c->people + indices[tie + AHEAD], 1);
            change(c, indices[tie], step);
        }
        visited += last - first;
    }
    return visited;
}

static void begin_sharing(Calendar *c, i32 i, i32 step) {
    i32 age = first_at_most(&c->interest, luck_of(c->g, INTEREST, 0, i));
    c->people[i].believes_after = -1;
    if (age == NEVER || step + age >= c->g->max_steps) return;
    c->next_stop[i] = c->stops[step + age];
    c->stops[step + age] = i;
}

i64 spread_events(const Given *g, double beta, const double *lasting, i32 n_lasting) {
    i32 n = g->n, n_sharing = 0, n_unaware = n, n_believers = 0, n_start = 0, step = 0;
    i32 *start = malloc(sizeof(i32) * (size_t)n), *stop = malloc(sizeof(i32) * (size_t)n);
    size_t calendar = sizeof(i32) * (size_t)(g->max_steps + 1);
    double *doubt = powers(1.0 - beta, 4096);
    Person *people = aligned_alloc(64, ((sizeof(Person) * (size_t)n) | 63) + 1);
    memset(people, 0, sizeof(Person) * (size_t)n);
    static Calendar c;
    c.g = g, c.people = people, c.n_receptive = 0;
    c.buckets = malloc(calendar), c.stops = malloc(calendar), c.next_stop = malloc(sizeof(i32) * (size_t)n);
    guide(&c.resisting, doubt, 4096), guide(&c.interest, lasting, n_lasting);
    i64 visited = 0, n_changes = 0, posting = 0, heard = 0, receptive = 0;
    memset(c.buckets, -1, calendar), memset(c.stops, -1, calendar);
    for (i32 m = 0; m < g->n_seeds; m++) {
        start[n_start++] = g->seeds[m], n_unaware--, n_believers++;
        begin_sharing(&c, g->seeds[m], 0);
        record(g, &n_changes, 0, g->seeds[m], UNAWARE, BELIEVER);
    }
    for (;; step++) {
        i32 n_stop = 0, *mine = g->rows + 4 * (i64)step;
        for (i32 i = step < g->max_steps ? c.stops[step] : -1; i >= 0; i = c.next_stop[i]) stop[n_stop++] = i;
        n_sharing += n_start - n_stop;
        mine[UNAWARE] = n_unaware, mine[BELIEVER] = n_sharing, mine[UNCONVINCED] = n - n_unaware - n_believers;
        if (n_sharing == 0 || step == g->max_steps) break;
        i64 less = visit(&c, stop, n_stop, step, lower_pressure);
        i64 more = visit(&c, start, n_start, step, raise_pressure);
        visited += less + more, posting += more - less, heard += posting, receptive += c.n_receptive;
        n_start = 0;
        i32 next;
        for (i32 i = c.buckets[step]; i >= 0; i = next) {
            Person *one = people + i;
            next = one->next;
            if (next >= 0) __builtin_prefetch(people + next, 1);
            i32 due = step_of_crossing(one), before = one->aware_after < 0 ? UNCONVINCED : UNAWARE;
            if (due > step) {
                enter(&c, i, due);
                continue;
            }
            if (one->heard + one->pressure * (step + 1 - one->since) >= one->believes_after) {
                record(g, &n_changes, step + 1, i, before, BELIEVER);
                n_unaware -= before == UNAWARE, n_believers++, c.n_receptive--;
                start[n_start++] = i;
                begin_sharing(&c, i, step + 1);
            } else {
                record(g, &n_changes, step + 1, i, UNAWARE, UNCONVINCED);
                n_unaware--, one->aware_after = -1;
                enter(&c, i, step_of_crossing(one));
            }
        }
    }
    free(start), free(stop), free(doubt), free(people);
    free(c.buckets), free(c.stops), free(c.next_stop);
    g->done[0] = visited, g->done[1] = n_believers, g->done[2] = n_changes, g->done[3] = heard, g->done[4] = receptive;
    return step;
}
