/* The plain loops: what a textbook would write. */
#include "luck.h"

static u64 shifter;

static void shifter_seed(u32 seed) {
    shifter = 0x9E3779B97F4A7C15ULL * (seed + 1ULL);
}

static inline u64 shift(void) { /* xorshift64* */
    shifter ^= shifter >> 12;
    shifter ^= shifter << 25;
    shifter ^= shifter >> 27;
    return shifter * 0x2545F4914F6CDD1DULL;
}

/* A chance as a threshold on 64 bits: one comparison a trial. */
static u64 bound(double p) {
    return p >= 1.0 ? UINT64_MAX : (u64)(p * 18446744073709551616.0);
}

/* ---- plain: SIR, independent cascades ------------------------------------------------ */

static int is_in(const i32 *list, i32 n, i32 i) {
    for (i32 m = 0; m < n; m++)
        if (list[m] == i) return 1;
    return 0;
}

/* Draw distinct people to begin with. */
static void draw_seeds(i32 n, i32 n_seeds, i32 *seeds) {
    for (i32 m = 0; m < n_seeds;) {
        i32 i = (i32)(shift() % (u64)n);
        if (!is_in(seeds, m, i)) seeds[m++] = i;
    }
}

i64 sir_plain(i32 n, const i64 *indptr, const i32 *indices, double beta, double gamma, i32 n_seeds, u32 seed,
              i32 max_steps, i32 *rows, i64 *done) {
    int8_t *stance = calloc(n, 1);
    i32 *list = malloc(sizeof(i32) * (size_t)n);
    u64 infects = bound(beta), recovers = bound(gamma);
    i64 step = 0, visited = 0, ever = n_seeds;
    i32 n_list = n_seeds;
    shifter_seed(seed);
    draw_seeds(n, n_seeds, list);
    for (i32 m = 0; m < n_list; m++) stance[list[m]] = 1;
    while (n_list > 0 && step < max_steps) {
        i32 kept = 0, old = n_list, *mine = rows + 4 * step;
        mine[UNAWARE] = n - (i32)ever, mine[BELIEVER] = n_list;
        for (i32 m = 0; m < old; m++) {
            i32 i = list[m];
            i64 last = indptr[i + 1];
            visited += last - indptr[i];
            for (i64 tie = indptr[i]; tie < last; tie++) {
                i32 j = indices[tie];
                if (!stance[j] && shift() < infects) {
                    stance[j] = 1;
                    list[n_list++] = j; /* people recovered are dropped below, so there is room */
                    ever++;
                }
            }
        }
        for (i32 m = 0; m < n_list; m++) {
            i32 i = list[m];
            if (m < old && shift() < recovers) stance[i] = 2;
            else list[kept++] = i;
        }
        n_list = kept;
        step++;
    }
    rows[4 * step] = n - (i32)ever, rows[4 * step + BELIEVER] = n_list;
    free(stance), free(list);
    done[0] = visited, done[1] = ever;
    return step;
}

i64 ic_plain(i32 n, const i64 *indptr, const i32 *indices, double p, i32 n_seeds, u32 seed, i64 *done) {
    int8_t *active = calloc(n, 1);
    i32 *queue = malloc(sizeof(i32) * (size_t)n);
    u64 infects = bound(p);
    i64 visited = 0, steps = 0;
    i32 head = 0, tail = n_seeds, end = n_seeds;
    shifter_seed(seed);
    draw_seeds(n, n_seeds, queue);
    for (i32 m = 0; m < tail; m++) active[queue[m]] = 1;
    while (head < tail) {
        for (end = tail, steps++; head < end; head++) {
            i32 i = queue[head];
            visited += indptr[i + 1] - indptr[i];
            for (i64 tie = indptr[i]; tie < indptr[i + 1]; tie++) {
                i32 j = indices[tie];
                if (!active[j] && shift() < infects) active[j] = 1, queue[tail++] = j;
            }
        }
    }
    free(active), free(queue);
    done[0] = visited, done[1] = tail;
    return steps;
}

/* ---- plain: the hoax against the fact-check ------------------------------------------- */

i64 sbfc_plain(i32 n, const i64 *indptr, const i32 *indices, double beta, double weight, double forget,
               double verify, i32 n_seeds, u32 seed, i32 steps, i32 *rows, i64 *done) {
    int8_t *now = calloc(n, 1), *next = calloc(n, 1);
    i32 *seeds = malloc(sizeof(i32) * (size_t)n_seeds);
    u64 forgets = bound(forget), verifies = bound(verify);
    i64 visited = 0;
    shifter_seed(seed);
    draw_seeds(n, n_seeds, seeds);
    for (i32 m = 0; m < n_seeds; m++) now[seeds[m]] = BELIEVER;
    for (i32 step = 0; step < steps; step++) {
        i32 *mine = rows + 4 * step;
        for (i32 i = 0; i < n; i++) {
            int8_t stance = now[i];
            mine[stance]++;
            if (stance == UNAWARE) {
                i32 pro = 0, contra = 0;
                visited += indptr[i + 1] - indptr[i];
                for (i64 tie = indptr[i]; tie < indptr[i + 1]; tie++) {
                    int8_t theirs = now[indices[tie]];
                    pro += theirs == BELIEVER;
                    contra += theirs == CORRECTED;
                }
                if (pro + contra) {
                    double a = pro * (1.0 + weight), b = contra * (1.0 - weight);
                    double luck = (double)(shift() >> 11) * 0x1p-53;
                    stance = luck < beta * a / (a + b) ? BELIEVER : luck < beta ? CORRECTED : UNAWARE;
                }
            } else if (shift() < forgets) {
                stance = UNAWARE;
            } else if (stance == BELIEVER && shift() < verifies) {
                stance = CORRECTED;
            }
            next[i] = stance;
        }
        int8_t *swap = now;
        now = next, next = swap;
    }
    for (i32 i = 0; i < n; i++) rows[4 * (i64)steps + now[i]]++;
    free(now), free(next), free(seeds);
    done[0] = visited, done[1] = 0;
    return steps;
}
