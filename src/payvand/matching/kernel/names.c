/* Two names: which token of one answers to which of the other, in any order, and what that says. */

#include "kernel.h"

static const double A_TOKEN = 2.0; /* what answering a token is worth besides its likeness: what a missing one costs */

enum { MOST_WAYS = PV_MOST_TOKENS * PV_MOST_TOKENS, MOST_JOINED = 2 * PV_MOST_TOKENS };

/* Tokens that may answer to one another. */
typedef struct {
    uint32_t left, right;
    double bits;
    int places, apart;
} way;

typedef struct {
    int count;
    const uint32_t *token[PV_MOST_TOKENS];
} name;

static uint32_t bit(int place) { return 1u << place; }

static void read_name(const uint32_t *tokens, const uint32_t *refs, int count, name *read) {
    read->count = count < PV_MOST_TOKENS ? count : PV_MOST_TOKENS;
    for (int place = 0; place < read->count; place++) read->token[place] = tokens + refs[place];
}

static int is_better(const way *one, const way *other) {
    if (one->bits != other->bits) return one->bits > other->bits;
    if (one->places != other->places) return one->places < other->places;
    return one->apart < other->apart;
}

/* Takes the best way again and again among those whose tokens are free. The chosen ones come first in `ways`. */
static int greedy(way *ways, int count) {
    uint32_t left = 0, right = 0;
    int chosen = 0;
    for (;;) {
        int best = -1;
        for (int place = chosen; place < count; place++)
            if (!(ways[place].left & left) && !(ways[place].right & right))
                if (best < 0 || is_better(&ways[place], &ways[best])) best = place;
        if (best < 0) return chosen;
        way taken = ways[best];
        ways[best] = ways[chosen];
        ways[chosen++] = taken;
        left |= taken.left;
        right |= taken.right;
    }
}

static int singles(const pv_scale *scale, const name *left, const name *right, way *ways) {
    int count = 0;
    for (int one = 0; one < left->count; one++)
        for (int other = 0; other < right->count; other++) pv_expect(scale, left->token[one], right->token[other]);
    for (int one = 0; one < left->count; one++)
        for (int other = 0; other < right->count; other++) {
            double bits = pv_token_bits(scale, left->token[one], right->token[other]);
            int apart = one > other ? one - other : other - one;
            if (bits > 0.0) ways[count++] = (way){bit(one), bit(other), bits, one + other, apart};
        }
    return count;
}

/* Neighbours of `one`, weak tokens passed over, each against the tokens of `other`. */
static int together(const pv_scale *scale, const name *one, const name *other, int turned, way *ways, int count) {
    int before = -1;
    for (int place = 0; place < one->count; place++) {
        if (pv_weak(one->token[place])) continue;
        int first = before;
        before = place;
        if (first < 0) continue;
        const uint32_t *ours = one->token[first], *next = one->token[place];
        if (pv_script(ours) != pv_script(next) || pv_part(ours) != pv_part(next)) continue;
        for (int theirs = 0; theirs < other->count && count < MOST_WAYS + 2 * MOST_JOINED; theirs++) {
            double bits = pv_joined_bits(scale, ours, next, other->token[theirs]);
            if (bits <= 0.0) continue;
            uint32_t both = bit(first) | bit(place), single = bit(theirs);
            int apart = first + place - theirs;
            way found = {turned ? single : both, turned ? both : single, bits, first + place + theirs, apart < 0 ? -apart : apart};
            ways[count++] = found;
        }
    }
    return count;
}

static int bits_set(uint32_t mask) {
    int count = 0;
    for (; mask; mask &= mask - 1) count++;
    return count;
}

static double explained(const way *ways, int count) {
    double sum = 0.0;
    for (int place = 0; place < count; place++)
        sum += ways[place].bits + A_TOKEN * (bits_set(ways[place].left) + bits_set(ways[place].right));
    return sum;
}

/* The matches of two names, best first, at the beginning of `ways`. */
static int matches(const pv_scale *scale, const name *left, const name *right, way *ways) {
    way joined[MOST_WAYS + 2 * MOST_JOINED];
    int found = singles(scale, left, right, ways);
    int single = greedy(ways, found);
    if (single == left->count && single == right->count) return single;
    int more = together(scale, left, right, 0, joined, 0);
    more = together(scale, right, left, 1, joined, more);
    if (!more) return single;
    for (int place = 0; place < found && more < MOST_WAYS + 2 * MOST_JOINED; place++) joined[more++] = ways[place];
    int both = greedy(joined, more);
    double gain = explained(joined, both) - explained(ways, single);
    if (gain < 0.0 || (gain == 0.0 && both >= single)) return single;
    for (int place = 0; place < both; place++) ways[place] = joined[place];
    return both;
}

static void put(pv_piece *pieces, int *found, int note, uint32_t left, uint32_t right, double bits) {
    if (!pieces || *found >= PV_MOST_PIECES) return;
    pieces[(*found)++] = (pv_piece){PV_NAME, (uint8_t)note, 0, 0, left, right, (float)bits};
}

typedef int (*trait)(const uint32_t *token);
static int any(const uint32_t *token) { return token != NULL; }

/* Two tokens that are hardly alike may still be one name by a spelling that nobody foresaw, once in 2^-cost times: Michael
 * and مایکل weigh more than David and مایکل. */
static double unanswered(double cost, double bits) { return smaller(log2(exp2(cost) + exp2(bits)), 0.0); }

/* What two tokens cost that contradict each other. */
static double conflict(const pv_scale *scale, const uint32_t *one, const uint32_t *other, double shared, int women) {
    const float *costs = scale->weights->level[PV_NAME];
    if (pv_given(one) && pv_given(other)) return smaller(costs[PV_OTHER_GIVEN], -costs[PV_KINSHIP] * shared);
    if (pv_of_father(one) && pv_of_father(other)) return costs[PV_OTHER_FATHER];
    if (pv_surname(one) && pv_surname(other)) return costs[women ? PV_MARRIED_SURNAME : PV_OTHER_SURNAME];
    return unanswered(costs[PV_UNANSWERED], pv_token_bits(scale, one, other));
}

/* Pairs the spare tokens that have a trait, in their order, and adds what their contradiction costs. */
static double against(const pv_scale *scale, const name *left, const name *right, trait has, double shared, int women,
                      uint32_t *spare_left, uint32_t *spare_right, pv_piece *pieces, int *found) {
    double cost = 0.0;
    int other = 0;
    for (int one = 0; one < left->count; one++) {
        if (!(*spare_left & bit(one)) || !has(left->token[one])) continue;
        while (other < right->count && !(*spare_right & bit(other) && has(right->token[other]))) other++;
        if (other == right->count) break;
        double bits = conflict(scale, left->token[one], right->token[other], shared, women);
        int father = pv_of_father(left->token[one]) && pv_of_father(right->token[other]) ? PV_NOTE_FATHER : 0;
        put(pieces, found, PV_NOTE_DIFFERS | father, bit(one), bit(other), bits);
        *spare_left &= ~bit(one);
        *spare_right &= ~bit(other);
        cost += bits;
    }
    return cost;
}

/* Tokens that nothing answers to, particles and titles left out. */
static uint32_t spare(const name *read, uint32_t taken) {
    uint32_t left = 0;
    for (int place = 0; place < read->count; place++)
        if (!(taken & bit(place)) && !pv_weak(read->token[place])) left |= bit(place);
    return left;
}

/* Words that only one side has; the father is often left out, and says the least by that. */
static double missing(const pv_scale *scale, const name *read, uint32_t spare, int right, pv_piece *pieces, int *found) {
    const float *costs = scale->weights->level[PV_NAME];
    double cost = 0.0;
    for (int place = 0; place < read->count; place++) {
        if (!(spare & bit(place))) continue;
        int father = pv_of_father(read->token[place]);
        double each = costs[father ? PV_MISSING_FATHER : PV_MISSING];
        put(pieces, found, PV_NOTE_MISSING | (father ? PV_NOTE_FATHER : 0), right ? 0 : bit(place), right ? bit(place) : 0, each);
        cost += each;
    }
    return cost;
}

double pv_names_weight(const pv_scale *scale, const uint32_t *left_tokens, const uint32_t *left, int left_count,
                       const uint32_t *right_tokens, const uint32_t *right, int right_count, int women,
                       pv_piece *pieces, int *found) {
    name ours, theirs;
    way ways[MOST_WAYS + 2 * MOST_JOINED];
    read_name(left_tokens, left, left_count, &ours);
    read_name(right_tokens, right, right_count, &theirs);
    int count = matches(scale, &ours, &theirs, ways);
    double shared = 0.0;
    uint32_t taken_left = 0, taken_right = 0;
    for (int place = 0; place < count; place++) {
        shared += ways[place].bits;
        taken_left |= ways[place].left;
        taken_right |= ways[place].right;
        int first = 0, second = 0;
        while (!(ways[place].left & bit(first))) first++;
        while (!(ways[place].right & bit(second))) second++;
        int father = pv_of_father(ours.token[first]) || pv_of_father(theirs.token[second]) ? PV_NOTE_FATHER : 0;
        put(pieces, found, PV_NOTE_ALIKE | father, ways[place].left, ways[place].right, ways[place].bits);
    }
    uint32_t spare_left = spare(&ours, taken_left), spare_right = spare(&theirs, taken_right);
    double weight = shared;
    trait traits[] = {pv_given, pv_of_father, pv_surname, any};
    for (int kind = 0; kind < 4; kind++)
        weight += against(scale, &ours, &theirs, traits[kind], shared, women, &spare_left, &spare_right, pieces, found);
    weight += missing(scale, &ours, spare_left, 0, pieces, found);
    weight += missing(scale, &theirs, spare_right, 1, pieces, found);
    return larger(weight, -1000.0);
}

double pv_name_weight(const pv_scale *scale, const uint32_t *left_tokens, const uint32_t *left, int left_count,
                      const uint32_t *right_tokens, const uint32_t *right, int right_count, pv_piece *pieces, int *found) {
    return pv_names_weight(scale, left_tokens, left, left_count, right_tokens, right, right_count, 0, pieces, found);
}
