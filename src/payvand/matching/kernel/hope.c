/* Whether two forms can be alike at all: what most pairs of names are refused by, long before any sum is made.
 *
 * Every letter has a most that it can add beside each letter of the other side (`hope.py` makes the tables of the learned
 * units). The best beside those that stand about where it does, added up, says how much there is to hope for.
 */
#include "kernel.h"

enum { NEAR = 2 };                         /* places that a letter may be away from where it should stand */
enum { SHORT = 3 };                        /* letters; shorter forms say too little to be refused by */
/* Quarters of a bit for each letter of the shorter, of one script and of two: a bit a letter across scripts lost one
 * Arabic name of a hundred. */
enum { LEAST_SAME = 8, LEAST_ACROSS = -1 };

static int best_of(const int8_t *table, int width, const int8_t *lost, const uint8_t *ours, int letters,
                   const uint8_t *theirs, int others) {
    int sum = 0;
    for (int place = 0; place < letters; place++) {
        const int8_t *row = table + width * ours[place];
        int middle = place * others / letters, best = lost ? lost[ours[place]] : INT8_MIN;
        int from = middle > NEAR ? middle - NEAR : 0, to = middle + NEAR < others ? middle + NEAR : others - 1;
        for (int other = from; other <= to; other++)
            if (row[theirs[other]] > best) best = row[theirs[other]];
        sum += best;
    }
    return sum;
}

int pv_hopeless(const pv_pair *pair, int same_script, const uint8_t *source, int letters, const uint8_t *target, int others) {
    int shorter = letters < others ? letters : others;
    int least = shorter * (same_script ? LEAST_SAME : LEAST_ACROSS);
    if (shorter < SHORT) return 0;
    return best_of(pair->hope[0], pair->target_letters, pair->lost, source, letters, target, others) < least ||
           best_of(pair->hope[1], pair->source_letters, NULL, target, others, source, letters) < least;
}
