/* Postings: which rows hold a term, and the rows for which the terms of a query say most.
 *
 * Files are mapped as they are: whatever stands in them, nothing is read outside the arrays. Rows are gone through in
 * windows that the processor holds near, all terms of the query for one window, then for the next. */

#include "kernel.h"
#include <string.h>

enum { WINDOW = 1 << 15, STAMPS = 255 };

/* The postings of one segment: term `keys[t]` (ascending) is held by the rows places[starts[t]] … places[starts[t + 1]
 * - 1], ascending. A bit of `gone`, where it is not NULL, says that a row counts no more. */
typedef struct {
    int64_t terms, places, rows;
    const uint64_t *keys;
    const int64_t *starts;
    const uint32_t *held;
    const uint8_t *gone;
} pv_postings;

/* Terms `first` to `last` of a query, best first: a row gets the bits of the best that it holds. One that `adds` adds to
 * what others found in the same spelling, and finds nobody itself. Clauses stand by spelling; the best spelling counts. */
typedef struct {
    int32_t first, last, spelling, adds;
} pv_clause;

/* Rows hold a term of `any` where there are such, and none of `none`; each is a pair of ends within the places. */
typedef struct {
    int64_t any_of, none_of;
    const int64_t *any, *none;
} pv_filter;

typedef struct {
    float bits;
    uint32_t row;
} pv_found;

/* Room for one search: what the rows of a window have, and which of them have anything. */
typedef struct {
    float total[WINDOW], best[WINDOW];
    uint8_t seen[WINDOW];
    uint16_t touched[WINDOW], found[WINDOW];
    int32_t touches, finds, stamp;
} pv_window;

typedef struct {
    pv_found *heap; /* the least on top */
    int64_t held, most;
} pv_top;

/* --- finding terms --------------------------------------------------------------------------------------------------- */

static int64_t place_of(const pv_postings *postings, uint64_t key) {
    int64_t low = 0, high = postings->terms;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (postings->keys[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low < postings->terms && postings->keys[low] == key ? low : -1;
}

/* Where the rows of each of `count` terms begin and end within the places: ends[2 i], ends[2 i + 1]; equal where there
 * are none. Returns how many terms had ends that cannot be. */
PV_DOOR int64_t pv_look_up(const pv_postings *postings, const uint64_t *wanted, int64_t count, int64_t *ends) {
    int64_t damaged = 0;
    for (int64_t term = 0; term < count; term++) {
        int64_t place = place_of(postings, wanted[term]);
        int64_t first = place < 0 ? 0 : postings->starts[place], last = place < 0 ? 0 : postings->starts[place + 1];
        int fits = first >= 0 && first <= last && last <= postings->places;
        damaged += !fits;
        ends[2 * term] = fits ? first : 0;
        ends[2 * term + 1] = fits ? last : 0;
    }
    return damaged;
}

static int is_gone(const pv_postings *postings, uint32_t row) {
    return row >= postings->rows || (postings->gone && postings->gone[row >> 3] >> (row & 7u) & 1u);
}

/* For each pair of ends whether a row between them still counts. */
PV_DOOR void pv_used(const pv_postings *postings, const int64_t *ends, int64_t count, uint8_t *used) {
    for (int64_t term = 0; term < count; term++) {
        int64_t at = ends[2 * term];
        while (at < ends[2 * term + 1] && is_gone(postings, postings->held[at])) at++;
        used[term] = at < ends[2 * term + 1];
    }
}

/* --- the best rows --------------------------------------------------------------------------------------------------- */

/* Rows that say more are better, of equal ones the earlier. */
static int is_worse(const pv_found *one, const pv_found *other) {
    return one->bits != other->bits ? one->bits < other->bits : one->row > other->row;
}

static void sink(pv_top *top, int64_t at) {
    pv_found moved = top->heap[at];
    for (int64_t child; (child = 2 * at + 1) < top->held; at = child) {
        if (child + 1 < top->held && is_worse(&top->heap[child + 1], &top->heap[child])) child++;
        if (!is_worse(&top->heap[child], &moved)) break;
        top->heap[at] = top->heap[child];
    }
    top->heap[at] = moved;
}

static void rise(pv_top *top, int64_t at) {
    pv_found moved = top->heap[at];
    while (at > 0 && is_worse(&moved, &top->heap[(at - 1) / 2])) {
        top->heap[at] = top->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    top->heap[at] = moved;
}

static int is_wanted(const pv_top *top, const pv_found *found) {
    return top->held < top->most || is_worse(&top->heap[0], found);
}

static void keep(pv_top *top, pv_found found) {
    if (top->held < top->most) {
        top->heap[top->held++] = found;
        rise(top, top->held - 1);
    } else {
        top->heap[0] = found;
        sink(top, 0);
    }
}

static int holds(const uint32_t *held, int64_t low, int64_t high, uint32_t row) {
    int64_t end = high;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (held[middle] < row) low = middle + 1;
        else high = middle;
    }
    return low < end && held[low] == row;
}

static int is_let_through(const pv_postings *postings, const pv_filter *filter, uint32_t row) {
    if (is_gone(postings, row)) return 0;
    for (int64_t term = 0; term < filter->none_of; term++)
        if (holds(postings->held, filter->none[2 * term], filter->none[2 * term + 1], row)) return 0;
    for (int64_t term = 0; term < filter->any_of; term++)
        if (holds(postings->held, filter->any[2 * term], filter->any[2 * term + 1], row)) return 1;
    return filter->any_of == 0;
}

/* --- one window ------------------------------------------------------------------------------------------------------ */

static uint8_t next_stamp(pv_window *window) {
    if (window->stamp == STAMPS) {
        memset(window->seen, 0, sizeof window->seen);
        window->stamp = 0;
    }
    return (uint8_t)++window->stamp;
}

/* Gives the rows of one term that lie in the window its bits, those excepted that a better term of the clause has
 * reached. Returns where the term goes on in the next window. */
static int64_t give(pv_window *window, const uint32_t *held, int64_t at, int64_t last, uint64_t from, float bits,
                    uint8_t stamp, int adds) {
    if (!(bits > 0.0f)) return last; /* who has nothing would be taken for new again */
    for (; at < last && held[at] < from + WINDOW; at++) {
        uint64_t row = held[at] - from;
        if (row >= WINDOW || window->seen[row] == stamp) continue;
        float before = window->total[row];
        if (before == 0.0f) {
            if (adds) continue;
            window->touched[window->touches++] = (uint16_t)row;
        }
        window->seen[row] = stamp;
        window->total[row] = before + bits;
    }
    return at;
}

/* Takes the sums of a spelling up into the best of all spellings. */
static void fold(pv_window *window) {
    for (int32_t place = 0; place < window->touches; place++) {
        uint16_t row = window->touched[place];
        if (window->best[row] == 0.0f) window->found[window->finds++] = row;
        if (window->total[row] > window->best[row]) window->best[row] = window->total[row];
        window->total[row] = 0.0f;
    }
    window->touches = 0;
}

static void sweep(pv_window *window, const pv_postings *postings, const pv_filter *filter, uint64_t from, pv_top *top) {
    for (int32_t place = 0; place < window->finds; place++) {
        uint16_t row = window->found[place];
        pv_found found = {window->best[row], (uint32_t)(from + row)};
        window->best[row] = 0.0f;
        if (is_wanted(top, &found) && is_let_through(postings, filter, found.row)) keep(top, found);
    }
    window->finds = 0;
}

/* The rows of a segment for which a query says most, at most `most`, in no order. `ends` are those of the terms and are
 * moved; `window` is room for a search, zeroed once, and ready for the next when this one ends. Returns how many rows were found. */
PV_DOOR int64_t pv_best(const pv_postings *postings, const pv_clause *clauses, int64_t count, int64_t *ends,
                        const float *bits, const pv_filter *filter, pv_window *window, pv_found *heap, int64_t most) {
    pv_top top = {heap, 0, most};
    for (uint64_t from = 0; from < (uint64_t)postings->rows; from += WINDOW) {
        for (int64_t number = 0; number < count; number++) {
            const pv_clause *clause = clauses + number;
            if (number && clause->spelling != clause[-1].spelling) fold(window);
            uint8_t stamp = next_stamp(window);
            for (int32_t term = clause->first; term < clause->last; term++)
                ends[2 * term] = give(window, postings->held, ends[2 * term], ends[2 * term + 1], from, bits[term],
                                      stamp, clause->adds);
        }
        fold(window);
        sweep(window, postings, filter, from, &top);
    }
    return top.held;
}

PV_DOOR int64_t pv_window_bytes(void) { return (int64_t)sizeof(pv_window); }

/* --- making a segment ------------------------------------------------------------------------------------------------ */

/* Turns rows of terms into terms of rows. Row r holds the terms numbers[ends[r - 1]] … numbers[ends[r] - 1], each below
 * `terms`, some of them twice. `last` is room for a number a term; starts[terms + 1] and held[as many as numbers] are
 * filled. Returns how many places are in use. */
PV_DOOR int64_t pv_invert(const uint32_t *numbers, const int64_t *ends, int64_t rows, int64_t terms, uint32_t *last,
                          int64_t *starts, uint32_t *held) {
    memset(starts, 0, sizeof(int64_t) * (size_t)(terms + 1));
    memset(last, 0xFF, sizeof(uint32_t) * (size_t)terms);
    for (int64_t row = 0, at = 0; row < rows; row++)
        for (; at < ends[row]; at++) {
            if (last[numbers[at]] == (uint32_t)row) continue;
            last[numbers[at]] = (uint32_t)row;
            starts[numbers[at] + 1]++;
        }
    for (int64_t term = 0; term < terms; term++) starts[term + 1] += starts[term];
    memset(last, 0xFF, sizeof(uint32_t) * (size_t)terms);
    for (int64_t row = 0, at = 0; row < rows; row++)
        for (; at < ends[row]; at++) {
            if (last[numbers[at]] == (uint32_t)row) continue;
            last[numbers[at]] = (uint32_t)row;
            held[starts[numbers[at]]++] = (uint32_t)row;
        }
    memmove(starts + 1, starts, sizeof(int64_t) * (size_t)terms);
    starts[0] = 0;
    return starts[terms];
}

/* 64 bits of each of `count` texts, one behind the other, the n-th ending at ends[n] (FNV-1a, stirred). */
PV_DOOR void pv_text_keys(const uint8_t *texts, const int64_t *ends, int64_t count, uint64_t *keys) {
    for (int64_t text = 0, at = 0; text < count; text++) {
        uint64_t key = 0xCBF29CE484222325u;
        for (; at < ends[text]; at++) key = (key ^ texts[at]) * 0x100000001B3u;
        key ^= key >> 32;
        key *= 0x9E3779B97F4A7C15u;
        keys[text] = key ^ key >> 29;
    }
}
