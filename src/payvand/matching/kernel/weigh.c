/* Two rows weighed: the best pair of spellings, and the bits of every other feature's level. */

#include "kernel.h"

enum { FEMALE = 1, MALE = 2 };

static int is_women(const pv_side *left, const pv_side *right) {
    int one = pv_sex(left), other = pv_sex(right);
    return (one == FEMALE || other == FEMALE) && one != MALE && other != MALE;
}

/* What the names weigh; pieces of the best pair of spellings, marked with which they are, each its share of it. */
static double names(const pv_scale *scale, const pv_side *left, const pv_side *right, pv_piece *pieces, int *found) {
    const uint32_t *ours = left->row + left->row[PV_ROW_SPELLINGS + 1];
    int women = is_women(left, right), known = 0, best_left = 0, best_right = 0;
    const uint32_t *chosen_left = ours, *chosen_right = ours;
    double best = 0.0;
    for (uint32_t one = 0; one < left->row[PV_ROW_SPELLINGS]; one++, ours += 1 + ours[0]) {
        const uint32_t *theirs = right->row + right->row[PV_ROW_SPELLINGS + 1];
        for (uint32_t other = 0; other < right->row[PV_ROW_SPELLINGS]; other++, theirs += 1 + theirs[0]) {
            double weight = pv_names_weight(scale, left->tokens, ours + 1, (int)ours[0], right->tokens, theirs + 1,
                                            (int)theirs[0], women, NULL, NULL);
            if (known && weight <= best) continue;
            best = weight;
            known = 1;
            best_left = (int)one;
            best_right = (int)other;
            chosen_left = ours;
            chosen_right = theirs;
        }
    }
    double worth = pv_name_worth(scale->weights, best), share = best != 0.0 ? worth / best : 1.0;
    if (!known || !pieces) return worth;
    pv_names_weight(scale, left->tokens, chosen_left + 1, (int)chosen_left[0], right->tokens, chosen_right + 1,
                    (int)chosen_right[0], women, pieces, found);
    for (int place = 0; place < *found; place++) {
        pieces[place].left_spelling = (uint8_t)best_left;
        pieces[place].right_spelling = (uint8_t)best_right;
        pieces[place].bits *= (float)share;
    }
    return worth;
}

/* The bits that the table gives the levels of all but the name. */
static double tabled(const pv_scale *scale, const uint8_t levels[PV_FEATURES]) {
    double bits = 0.0;
    for (int feature = 1; feature < PV_FEATURES; feature++) bits += (double)scale->weights->level[feature][levels[feature]];
    return bits;
}

/* Two rows, with the pieces of evidence about the name. `left` and `right` may count their tokens from themselves.
 * Returns the number of pieces; `bits` gets the weight of the names and that of all, `fact_bits` those of each other
 * feature. */
PV_DOOR int32_t pv_weigh(const pv_scale *scale, const uint32_t *left_tokens, const uint32_t *left,
                         const uint32_t *right_tokens, const uint32_t *right, uint8_t *levels, pv_piece *pieces,
                         double *bits, float *fact_bits) {
    pv_side ours = {left_tokens, left}, theirs = {right_tokens, right};
    int found = 0;
    bits[0] = names(scale, &ours, &theirs, pieces, &found);
    bits[1] = bits[0] + pv_facts(scale, &ours, &theirs, levels, fact_bits);
    bits[1] += tabled(scale, levels);
    return found;
}

/* One self-contained row against `count` others, one after another in `rows` from `starts` (words) on. */
PV_DOOR void pv_weigh_rows(const pv_scale *scale, const uint32_t *row, const uint32_t *rows, const int64_t *starts,
                           int64_t count, double *bits) {
    pv_side ours = {row, row};
    uint8_t levels[PV_FEATURES];
    for (int64_t place = 0; place < count; place++) {
        const uint32_t *other = rows + starts[place];
        pv_side theirs = {other, other};
        bits[place] = names(scale, &ours, &theirs, NULL, NULL) + pv_facts(scale, &ours, &theirs, levels, NULL);
        bits[place] += tabled(scale, levels);
    }
}

enum { AHEAD = 4 }; /* pairs before its own at which a row is fetched; its tokens at half of that */

static void fetch_tokens(const uint32_t *tokens, const uint32_t *row) {
    enum { FEW = 4 };
    const uint32_t *spelling = row + row[PV_ROW_SPELLINGS + 1];
    if (!row[PV_ROW_SPELLINGS]) return;
    for (uint32_t place = 1; place <= FEW && place <= spelling[0]; place++) PV_FETCH(tokens + spelling[place]);
}

/* Pairs of rows that share their tokens: for each the bits that no table holds (those of the names above all), and the levels
 * of all other features, for which it does. */
PV_DOOR void pv_weigh_pairs(const pv_scale *scale, const uint32_t *tokens, const uint32_t *rows, const int64_t *starts,
                            const int64_t *left, const int64_t *right, int64_t count, float *name_bits, uint8_t *levels) {
    for (int64_t pair = 0; pair < count; pair++) {
        pv_side ours = {tokens, rows + starts[left[pair]]}, theirs = {tokens, rows + starts[right[pair]]};
        if (pair + AHEAD < count) PV_FETCH(rows + starts[right[pair + AHEAD]]);
        if (pair + AHEAD / 2 < count) fetch_tokens(tokens, rows + starts[right[pair + AHEAD / 2]]);
        double beside = pv_facts(scale, &ours, &theirs, levels + PV_FEATURES * pair, NULL);
        name_bits[pair] = (float)(names(scale, &ours, &theirs, NULL, NULL) + beside);
    }
}

/* --- whether rows can be trusted ------------------------------------------------------------------------------------ */

static int token_fits(const uint32_t *token, int64_t room) {
    if (room < PV_TOKEN_HEAD) return 0;
    int forms = pv_forms(token), words = PV_TOKEN_HEAD + PV_FORM_WORDS * forms;
    return forms >= 1 && pv_token_words(token) == words && words <= room && pv_script(token) < PV_SCRIPTS &&
           pv_stem_place(token) < forms && pv_glued_place(token) < forms;
}

/* A list of `count` entries of `head` words, then a number of refs and as many refs. */
static int lists_fit(const uint32_t *row, int64_t words, const uint32_t *tokens, int64_t token_words, uint32_t count,
                     uint32_t offset, int head) {
    int64_t at = offset;
    for (uint32_t entry = 0; entry < count; entry++) {
        if (at + head >= words) return 0;
        int64_t refs = row[at + head];
        at += head + 1;
        if (refs > words - at) return 0;
        for (int64_t place = 0; place < refs; place++) {
            int64_t ref = row[at + place];
            if (ref >= token_words || !token_fits(tokens + ref, token_words - ref)) return 0;
        }
        at += refs;
    }
    return at <= words;
}

static int row_fits(const uint32_t *row, int64_t words, const uint32_t *tokens, int64_t token_words) {
    enum { NUMBER_WORDS = 5 };
    if (words < PV_ROW_HEAD || row[0] != PV_ROW_MARK || row[PV_ROW_WORDS] > words) return 0;
    int64_t numbers = row[PV_ROW_NUMBERS], from = row[PV_ROW_NUMBERS + 1];
    return lists_fit(row, words, tokens, token_words, row[PV_ROW_SPELLINGS], row[PV_ROW_SPELLINGS + 1], 0) &&
           lists_fit(row, words, tokens, token_words, row[PV_ROW_KIN], row[PV_ROW_KIN + 1], 1) &&
           lists_fit(row, words, tokens, token_words, row[PV_ROW_PLACES], row[PV_ROW_PLACES + 1], 1) &&
           from + numbers * NUMBER_WORDS <= words;
}

/* How many of `count` rows from `starts` to `starts + 1` can be read safely, up to the first that cannot. With
 * `tokens`, their refs count from there; without, each row holds its own. */
PV_DOOR int64_t pv_fit(const uint32_t *rows, const int64_t *starts, int64_t count, const uint32_t *tokens,
                       int64_t token_words) {
    for (int64_t place = 0; place < count; place++) {
        const uint32_t *row = rows + starts[place];
        int64_t words = starts[place + 1] - starts[place];
        if (!row_fits(row, words, tokens ? tokens : row, tokens ? token_words : words)) return place;
    }
    return count;
}

/* --- which names occur ----------------------------------------------------------------------------------------------- */

static int64_t skeletons(const uint32_t *tokens, const uint32_t *row, int section, int head, uint64_t *keys, int64_t room) {
    const uint32_t *at = row + row[section + 1];
    int64_t found = 0;
    for (uint32_t entry = 0; entry < row[section]; entry++) {
        uint32_t count = at[head];
        at += head + 1;
        for (uint32_t place = 0; place < count; place++, found++)
            if (found < room) keys[found] = pv_skeleton(tokens + at[place]);
        at += count;
    }
    return found;
}

/* The skeletons of all names and relatives' names of self-contained rows that fit; as many as there are, of which `room`
 * are written. */
PV_DOOR int64_t pv_skeletons(const uint32_t *rows, const int64_t *starts, int64_t count, uint64_t *keys, int64_t room) {
    int64_t found = 0;
    for (int64_t place = 0; place < count; place++) {
        const uint32_t *row = rows + starts[place];
        int64_t left = room > found ? room - found : 0;
        found += skeletons(row, row, PV_ROW_SPELLINGS, 0, left ? keys + found : keys, left);
        left = room > found ? room - found : 0;
        found += skeletons(row, row, PV_ROW_KIN, 1, left ? keys + found : keys, left);
    }
    return found;
}
