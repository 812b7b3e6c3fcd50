/* Expectation of the units of a joint multigram model over pairs of spellings (Deligne, Yvon & Bimbot 1995).
 *
 * A unit takes up to three letters of the source and gives up to four of the target; one that takes none is an
 * insertion. Letters are numbers 1-63, and a unit is one key of 64 bits, six bits a letter, so that units of all shapes
 * live in one open-addressing table. The caller owns every buffer: the table of keys, and one number for each slot. */

#include "kernel.h"
#include <string.h>

enum { SOURCE_ROW = PV_LONGEST + 1, TARGET_ROW = PV_LONGEST, LETTER_BITS = 6, SOURCE_SHIFT = 24 };

typedef struct {
    const uint8_t *source, *target; /* rows of letters, zero padded */
    const uint8_t *shapes;          /* letters taken and given by each shape */
    int32_t shape_count;
} corpus;

typedef struct {
    const uint8_t *source, *target;
    int length, across; /* letters of the source and of the target */
} spellings;

typedef struct {
    const uint64_t *keys;
    int64_t slots; /* a power of two */
    const double *chance;
} table;

/* Sums over all cuts up to a cell and from it on, and the slots of the units that begin there. */
typedef struct {
    double ahead[SOURCE_ROW + 1][TARGET_ROW + 1];
    double back[SOURCE_ROW + 1][TARGET_ROW + 1];
    int64_t slot[SOURCE_ROW + 1][TARGET_ROW + 1][PV_MOST_SHAPES];
} lattice;

static int letters_of(const uint8_t *row, int width) {
    int count = 0;
    while (count < width && row[count]) count++;
    return count;
}

static spellings row_of(const corpus *pairs, int64_t row) {
    spellings pair = {pairs->source + row * SOURCE_ROW, pairs->target + row * TARGET_ROW, 0, 0};
    pair.length = letters_of(pair.source, SOURCE_ROW);
    pair.across = letters_of(pair.target, TARGET_ROW);
    return pair;
}

static uint64_t key_of(const spellings *pair, int place, int other, const uint8_t *shape) {
    uint64_t source = 0, target = 0;
    for (int step = 0; step < shape[0]; step++) source = source << LETTER_BITS | pair->source[place + step];
    for (int step = 0; step < shape[1]; step++) target = target << LETTER_BITS | pair->target[other + step];
    return source << SOURCE_SHIFT | target;
}

/* The slot that holds a key, or the free one where it would stand. */
static int64_t slot_of(const uint64_t *keys, int64_t slots, uint64_t key) {
    int64_t slot = (int64_t)(key * 0x9E3779B97F4A7C15u >> 20) & (slots - 1);
    while (keys[slot] && keys[slot] != key) slot = (slot + 1) & (slots - 1);
    return slot;
}

static int fits(const spellings *pair, int place, int other, const uint8_t *shape) {
    return place + shape[0] <= pair->length && other + shape[1] <= pair->across;
}

/* Sums over all cuts up to each cell. Gives the likelihood of the pair. */
static double run_ahead(const corpus *pairs, const spellings *pair, const table *units, lattice *cells) {
    memset(cells->ahead, 0, sizeof cells->ahead);
    cells->ahead[0][0] = 1.0;
    for (int place = 0; place <= pair->length; place++)
        for (int other = 0; other <= pair->across; other++)
            for (int shape = 0; shape < pairs->shape_count; shape++) {
                const uint8_t *size = pairs->shapes + 2 * shape;
                cells->slot[place][other][shape] = -1;
                if (cells->ahead[place][other] <= 0.0 || !fits(pair, place, other, size)) continue;
                int64_t slot = slot_of(units->keys, units->slots, key_of(pair, place, other, size));
                if (!units->keys[slot] || units->chance[slot] <= 0.0) continue;
                cells->slot[place][other][shape] = slot;
                cells->ahead[place + size[0]][other + size[1]] += cells->ahead[place][other] * units->chance[slot];
            }
    return cells->ahead[pair->length][pair->across];
}

/* Sums over all cuts from each cell on. */
static void run_back(const corpus *pairs, const spellings *pair, const table *units, lattice *cells) {
    memset(cells->back, 0, sizeof cells->back);
    cells->back[pair->length][pair->across] = 1.0;
    for (int place = pair->length; place >= 0; place--)
        for (int other = pair->across; other >= 0; other--)
            for (int shape = 0; shape < pairs->shape_count; shape++) {
                int64_t slot = cells->slot[place][other][shape];
                const uint8_t *size = pairs->shapes + 2 * shape;
                if (slot >= 0)
                    cells->back[place][other] += units->chance[slot] * cells->back[place + size[0]][other + size[1]];
            }
}

static void count_units(const corpus *pairs, const spellings *pair, const table *units, const lattice *cells,
                        double share, double *counts) {
    for (int place = 0; place <= pair->length; place++)
        for (int other = 0; other <= pair->across; other++)
            for (int shape = 0; shape < pairs->shape_count; shape++) {
                int64_t slot = cells->slot[place][other][shape];
                const uint8_t *size = pairs->shapes + 2 * shape;
                if (slot >= 0)
                    counts[slot] += share * cells->ahead[place][other] * units->chance[slot] *
                                    cells->back[place + size[0]][other + size[1]];
            }
}

/* Puts every unit that any cut of the pairs may use into the table. Gives their number, −1 where it is too full. */
PV_DOOR int64_t pv_learn_collect(const uint8_t *source, const uint8_t *target, int64_t rows, const uint8_t *shapes,
                                 int32_t shape_count, uint64_t *keys, int64_t slots) {
    const corpus pairs = {source, target, shapes, shape_count};
    int64_t found = 0;
    for (int64_t row = 0; row < rows; row++) {
        const spellings pair = row_of(&pairs, row);
        for (int cell = 0; cell < (pair.length + 1) * (pair.across + 1); cell++)
            for (int shape = 0; shape < shape_count; shape++) {
                const int place = cell / (pair.across + 1), other = cell % (pair.across + 1);
                if (!fits(&pair, place, other, shapes + 2 * shape)) continue;
                uint64_t key = key_of(&pair, place, other, shapes + 2 * shape);
                int64_t slot = slot_of(keys, slots, key);
                if (keys[slot]) continue;
                if (++found > slots / 2) return -1;
                keys[slot] = key;
            }
    }
    return found;
}

/* Adds the expected count of every unit, each pair counted by its weight; writes the likelihood of each pair. */
PV_DOOR void pv_learn_expect(const uint8_t *source, const uint8_t *target, int64_t rows, const double *weights,
                             const uint8_t *shapes, int32_t shape_count, const uint64_t *keys, int64_t slots,
                             const double *chance, double *counts, double *likelihood) {
    const corpus pairs = {source, target, shapes, shape_count};
    const table units = {keys, slots, chance};
    lattice cells;
    for (int64_t row = 0; row < rows; row++) {
        const spellings pair = row_of(&pairs, row);
        likelihood[row] = run_ahead(&pairs, &pair, &units, &cells);
        if (likelihood[row] <= 0.0 || weights[row] <= 0.0) continue;
        run_back(&pairs, &pair, &units, &cells);
        count_units(&pairs, &pair, &units, &cells, weights[row] / likelihood[row], counts);
    }
}

/* The share of the cuts that pass through a cell. */
static double passing(const lattice *cells, int place, int other, double likelihood) {
    return cells->ahead[place][other] * cells->back[place][other] / likelihood;
}

/* Larger units that begin at one cell: how many are new, −1 where the table is too full. */
static int64_t grow_at(const spellings *pair, const lattice *cells, int place, int other, double likelihood,
                       double weight, double least, const corpus *larger, uint64_t *keys, int64_t slots, int64_t room,
                       double *counts) {
    const double here = passing(cells, place, other, likelihood);
    int64_t fresh = 0;
    for (int shape = 0; here > least && shape < larger->shape_count; shape++) {
        const uint8_t *size = larger->shapes + 2 * shape;
        if (!fits(pair, place, other, size)) continue;
        const double there = passing(cells, place + size[0], other + size[1], likelihood);
        if (there <= least) continue;
        const uint64_t key = key_of(pair, place, other, size);
        const int64_t slot = slot_of(keys, slots, key);
        if (!keys[slot] && ++fresh > room) return -1;
        keys[slot] = key;
        counts[slot] += weight * (here < there ? here : there);
    }
    return fresh;
}

/* Counts larger units where the learned ones would cut: more than `least` of the cuts must pass both their ends. The
 * keys go into the second table. Gives their number, −1 where that table is too full. */
PV_DOOR int64_t pv_learn_grow(const uint8_t *source, const uint8_t *target, int64_t rows, const double *weights,
                              const uint8_t *shapes, int32_t shape_count, const uint64_t *keys, int64_t slots,
                              const double *chance, double least, const uint8_t *larger, int32_t larger_count,
                              uint64_t *new_keys, int64_t new_slots, double *counts) {
    const corpus pairs = {source, target, shapes, shape_count}, sizes = {source, target, larger, larger_count};
    const table units = {keys, slots, chance};
    lattice cells;
    int64_t found = 0;
    for (int64_t row = 0; row < rows; row++) {
        const spellings pair = row_of(&pairs, row);
        const double likelihood = run_ahead(&pairs, &pair, &units, &cells);
        if (likelihood <= 0.0 || weights[row] <= 0.0) continue;
        run_back(&pairs, &pair, &units, &cells);
        for (int cell = 0; cell < (pair.length + 1) * (pair.across + 1); cell++) {
            int64_t fresh = grow_at(&pair, &cells, cell / (pair.across + 1), cell % (pair.across + 1), likelihood,
                                    weights[row], least, &sizes, new_keys, new_slots, new_slots / 2 - found, counts);
            if (fresh < 0) return -1;
            found += fresh;
        }
    }
    return found;
}

/* Counts how often two n-grams stand on the two sides of a pair: `together` is size × size. Row r of a side has the
 * numbers up to its end, from the end of the row before. */
PV_DOOR void pv_learn_together(const int32_t *source, const int64_t *source_ends, const int32_t *target,
                               const int64_t *target_ends, int64_t rows, int64_t size, float *together) {
    for (int64_t row = 0; row < rows; row++)
        for (int64_t one = row ? source_ends[row - 1] : 0; one < source_ends[row]; one++)
            for (int64_t other = row ? target_ends[row - 1] : 0; other < target_ends[row]; other++)
                together[source[one] * size + target[other]] += 1.0f;
}
