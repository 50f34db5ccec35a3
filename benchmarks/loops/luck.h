/* The limit: what small loops in C take for the same models on the same graph.
 *
 * Two kinds. The plain ones are what a textbook would write, with the quickest random
 * numbers there are. The keyed ones do the work of infosim's kernel: Philox draws keyed by
 * person and purpose, resistances drawn once (Sellke), whole numbers only, counts of every
 * step and a list of every change of stance. They leave out who heard it from whom, and groups.
 *
 * A graph is compressed sparse rows: contacts of i are indices[indptr[i] .. indptr[i + 1]).
 * Every function gives the number of steps until nothing more can happen, fills
 * rows[step][stance] with people by stance, and tells in done[] what it has visited.
 */
#pragma once
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t u64;
typedef uint32_t u32;
typedef int64_t i64;
typedef int32_t i32;

enum { UNAWARE, UNCONVINCED, BELIEVER, CORRECTED };
enum { NOTICE = 12, RESISTANCE = 11, INTEREST = 18, FORGET_BELIEF = 21, FORGET_CORRECTION = 22, VERIFY = 23,
       COMPETE = 25 };
#define NEVER INT32_MAX
#define AHEAD 16

/* Philox4x32-10 of (i, j, step, purpose) under (seed, replicate), as a number in [0, 1). */
static inline double uniform(u32 seed, u32 replicate, u32 purpose, u32 step, u32 i, u32 j) {
    u32 c0 = i, c1 = j, c2 = step, c3 = purpose, k0 = seed, k1 = replicate;
    for (int n = 0; n < 10; n++) {
        u64 a = (u64)c0 * 0xD2511F53u, b = (u64)c2 * 0xCD9E8D57u;
        c0 = (u32)(b >> 32) ^ c1 ^ k0;
        c2 = (u32)(a >> 32) ^ c3 ^ k1;
        c1 = (u32)b;
        c3 = (u32)a;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return (double)(((u64)(c0 >> 5) << 26) + (c1 >> 6)) * 1.1102230246251565e-16;
}

/* Everything that a keyed run is given. */
typedef struct {
    i32 n, n_seeds, max_steps;
    u32 seed, replicate;
    const i64 *indptr;
    const i32 *indices, *seeds;
    i32 *rows;    /* (max_steps + 2) x 4, people by stance */
    i64 *changes; /* mask + 1 places, a power of two; the oldest give way */
    i64 mask;
    i64 *done;    /* contacts visited, believers ever, changes, posts heard, exposed who could be convinced */
} Given;

/* ((step * n + person) * 4 + before) * 4 + after */
static inline void record(const Given *g, i64 *n_changes, i32 step, i32 i, int before, int after) {
    g->changes[(*n_changes)++ & g->mask] = (((i64)step * g->n + i) << 4) | (before << 2) | after;
}

/* A falling table with a guide, so that most look-ups take a step or two. */
#define GUIDES 1024
typedef struct {
    const double *falling;
    i32 length, guide[GUIDES];
} Table;

static inline void guide(Table *table, const double *falling, i32 length) {
    i32 m = 1;
    table->falling = falling, table->length = length;
    for (i32 k = GUIDES - 1; k >= 0; k--) {
        while (m < length && falling[m] > (k + 1.0) / GUIDES) m++;
        table->guide[k] = m;
    }
}

/* First n, at least 1, at which falling[n] <= luck; NEVER if there is none. */
static inline i32 first_at_most(const Table *table, double luck) {
    i32 m = table->guide[(i32)(luck * GUIDES)];
    while (m < table->length && table->falling[m] > luck) m++;
    return m < table->length ? m : NEVER;
}

static inline double *powers(double ratio, i32 length) {
    double *falling = malloc(sizeof(double) * (size_t)length);
    falling[0] = 1.0;
    for (i32 m = 1; m < length; m++) falling[m] = falling[m - 1] * ratio;
    return falling;
}

static inline double luck_of(const Given *g, u32 purpose, u32 word, i32 i) {
    return uniform(g->seed, g->replicate, purpose, word, (u32)i, 0x51A7u);
}
