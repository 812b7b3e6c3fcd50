/* The sieve over the lexicon: codes of 256 signs, near one another when two tokens may spell one name (`space.py`). */

#include "kernel.h"
#include <string.h>

enum { SIGNS = 256, CODE_WORDS = SIGNS / 64, STRIP = 1024, FAR = 255 };

/* In how many signs two codes differ; 256 counts as 255. */
static inline int apart(const uint64_t *one, const uint64_t *other) {
    int signs = 0;
    for (int word = 0; word < CODE_WORDS; word++) signs += __builtin_popcountll(one[word] ^ other[word]);
    return signs > FAR ? FAR : signs;
}

/* Turns the counts of distances into where the places of each distance begin; the distance of the `most`th is returned. */
static int begin(int64_t *counts, int64_t most) {
    int64_t within = 0;
    int limit = FAR;
    for (int signs = 0; signs < SIGNS; signs++) {
        int64_t here = counts[signs];
        counts[signs] = within;
        within += here;
        if (within >= most && limit == FAR) limit = signs;
    }
    return limit;
}

static void collect(const uint8_t *distances, int64_t count, int limit, int64_t *next, int64_t most, int64_t *places) {
    for (int64_t place = 0; place < count; place++) {
        if (distances[place] > limit) continue;
        int64_t rank = next[distances[place]];
        if (rank >= most) continue;
        next[distances[place]] = rank + 1;
        places[rank] = place;
    }
}

/* For each of `queries` codes the `most` nearest of `count` codes (as many at least): their places, nearest first.
 * The codes are read strip by strip, each strip for all queries while the processor holds it near. `distances` is room
 * for queries × count bytes. Equally near ones come by place. */
PV_DOOR void pv_sieve(const uint64_t *codes, int64_t count, const uint64_t *wanted, int64_t queries, int64_t most,
                      uint8_t *distances, int64_t *counts, int64_t *places) {
    memset(counts, 0, sizeof(int64_t) * (size_t)queries * SIGNS);
    for (int64_t strip = 0; strip < count; strip += STRIP) {
        int64_t end = strip + STRIP < count ? strip + STRIP : count;
        for (int64_t query = 0; query < queries; query++) {
            uint64_t mine[CODE_WORDS];
            memcpy(mine, wanted + CODE_WORDS * query, sizeof mine);
            uint8_t *to = distances + count * query;
            int64_t *tally = counts + SIGNS * query;
            for (int64_t place = strip; place < end; place++) {
                int signs = apart(mine, codes + CODE_WORDS * place);
                to[place] = (uint8_t)signs;
                tally[signs]++;
            }
        }
    }
    for (int64_t query = 0; query < queries; query++) {
        int64_t *next = counts + SIGNS * query;
        int limit = begin(next, most);
        collect(distances + count * query, count, limit, next, most, places + most * query);
    }
}

/* The codes of `count` tokens: the signs of the sums of their n-grams' vectors against a centre scaled by the length of
 * the sum. The n-grams of token t are numbers[ends[t-1]] … numbers[ends[t]-1]; a number outside the vectors is passed
 * over. Bit order is numpy's `packbits`. */
PV_DOOR void pv_codes(const int8_t *vectors, int64_t grams, const float *centre, const int32_t *numbers,
                      const int64_t *ends, int64_t count, uint8_t *codes) {
    int64_t next = 0;
    for (int64_t token = 0; token < count; token++) {
        int32_t sums[SIGNS] = {0};
        for (; next < ends[token]; next++) {
            if (numbers[next] < 0 || numbers[next] >= grams) continue;
            const int8_t *vector = vectors + (size_t)SIGNS * (size_t)numbers[next];
            for (int sign = 0; sign < SIGNS; sign++) sums[sign] += vector[sign];
        }
        double squares = 0.0;
        for (int sign = 0; sign < SIGNS; sign++) squares += (double)sums[sign] * (double)sums[sign];
        float length = (float)sqrt(squares);
        if (length < 1e-9f) length = 1e-9f;
        for (int sign = 0; sign < SIGNS; sign += 8) {
            unsigned bits = 0;
            for (int place = 0; place < 8; place++)
                bits = bits << 1 | ((float)sums[sign + place] > centre[sign + place] * length);
            codes[(SIGNS / 8) * token + sign / 8] = (uint8_t)bits;
        }
    }
}
