/* The bits of two tokens: of the forms in which they agree best, tempered by how common the name is. */

#include "kernel.h"
#include <string.h>

static const double EXACT_OTHER_SCRIPT = 8.0; /* equal tokens in a script the model does not know, and 1 a letter */
static const double UNLIKE = -60.0;
static const double WEAK = 1.5;         /* the most that a particle or title is worth */
static const double SAME_ENDING = 1.0;  /* the same kind of ending behind two stems */
static const double OTHER_ENDING = 1.5; /* what the stem of a surname as that of a patronymic costs: Саидов, Саидович */
static const double INITIAL = 3.0;      /* the most that an initial is worth */
static const double CUT_OFF = 1.0;      /* what it costs that a token is only the beginning of a name */
static const double SMOOTHING = 2000.0; /* records that a register is thought to have besides its own */
static const double BEYOND = 0.25;      /* what each bit beyond the rarity of a name still counts */

/* --- memory -------------------------------------------------------------------------------------------------------- */

static uint64_t mixed(uint64_t value) {
    value ^= value >> 31;
    value *= 0x9E3779B97F4A7C15u;
    value ^= value >> 29;
    value *= 0xBF58476D1CE4E5B9u;
    return value ^ value >> 32;
}

/* What tells a token from others for its bits: its letters, ending, and whether it is weak, an initial, cut off. */
static uint64_t identity(const uint32_t *token) {
    uint32_t traits = token[0] & (0xFu | 0xFu << 4 | 3u << 8 | 7u << 13 | 0xFu << 18 | 1u << 26);
    return mixed(pv_form_hash(pv_form_at(token, 0)) ^ (uint64_t)traits << 32);
}

static uint64_t pair_key(uint64_t one, uint64_t other) {
    return (one < other ? mixed(one + 3 * mixed(other)) : mixed(other + 3 * mixed(one))) | 1u;
}

static float *remembered(const pv_scale *scale, uint64_t key, int *known) {
    pv_memory *memory = scale->memory;
    *known = 0;
    if (!memory || !memory->slots) return NULL;
    size_t slot = (size_t)(key >> 8) & (size_t)(memory->slots - 1);
    size_t second = slot ^ 1;
    if (memory->keys[slot] == key || memory->keys[second] == key) {
        *known = 1;
        return &memory->bits[memory->keys[slot] == key ? slot : second];
    }
    if (memory->keys[slot] && !memory->keys[second]) slot = second;
    memory->keys[slot] = key;
    return &memory->bits[slot];
}

void pv_expect(const pv_scale *scale, const uint32_t *one, const uint32_t *other) {
    pv_memory *memory = scale->memory;
    if (!memory || !memory->slots) return;
    size_t slot = (size_t)(pair_key(identity(one), identity(other)) >> 8) & (size_t)(memory->slots - 1);
    PV_FETCH(memory->keys + slot);
    PV_FETCH(memory->bits + slot);
}

/* --- likeness of tokens --------------------------------------------------------------------------------------------- */

static double forms_bits(const pv_scale *scale, const uint32_t *one, int mine, const uint32_t *other, int theirs) {
    pv_form left = pv_form_of(one, mine), right = pv_form_of(other, theirs);
    double cost = larger(pv_form_cost(pv_form_at(one, mine)), pv_form_cost(pv_form_at(other, theirs)));
    return pv_form_bits(scale->model, &left, &right) - cost;
}

/* A token that is but the beginning of a name, against beginnings of the other of about its length. */
static double beginning_bits(const pv_scale *scale, const uint32_t *cut_off, const uint32_t *whole) {
    pv_form start = pv_form_of(cut_off, 0), full = pv_form_of(whole, 0);
    int letters = full.letters, least = start.letters / 2 > 1 ? start.letters / 2 : 1, most = start.letters * 2;
    double best = UNLIKE;
    for (int taken = least; taken <= most && taken <= letters; taken++) {
        full.letters = taken;
        best = larger(best, pv_form_bits(scale->model, &start, &full));
    }
    if (start.letters == 1) return smaller(best, INITIAL);
    return best - CUT_OFF;
}

static int is_form_in_use(const uint32_t *token, int place) {
    return place != pv_glued_place(token);
}

static double best_forms(const pv_scale *scale, const uint32_t *one, const uint32_t *other) {
    double best = UNLIKE;
    for (int mine = 0; mine < pv_forms(one); mine++) {
        if (!is_form_in_use(one, mine)) continue;
        for (int theirs = 0; theirs < pv_forms(other); theirs++)
            if (is_form_in_use(other, theirs)) best = larger(best, forms_bits(scale, one, mine, other, theirs));
    }
    return best;
}

static double likeness_bits(const pv_scale *scale, const uint32_t *one, const uint32_t *other) {
    if (pv_script(one) < 0 || pv_script(other) < 0) {
        int same = pv_form_hash(pv_form_at(one, 0)) == pv_form_hash(pv_form_at(other, 0));
        return same ? EXACT_OTHER_SCRIPT + pv_form_letters(pv_form_at(one, 0)) : UNLIKE;
    }
    int one_begins = pv_initial(one) || pv_prefix(one), other_begins = pv_initial(other) || pv_prefix(other);
    if (one_begins != other_begins) {
        double whole = pv_initial(one) || pv_initial(other) ? UNLIKE : best_forms(scale, one, other);
        return larger(whole, one_begins ? beginning_bits(scale, one, other) : beginning_bits(scale, other, one));
    }
    double bits;
    int mine = pv_stem_place(one), theirs = pv_stem_place(other);
    if (mine >= 0 && theirs >= 0) {
        /* -ов and -ович are so common that agreeing in them says next to nothing: the stems must speak. */
        pv_form left = pv_form_of(one, mine), right = pv_form_of(other, theirs);
        double ending = pv_ending(one) == pv_ending(other) ? SAME_ENDING : -OTHER_ENDING;
        bits = pv_form_bits(scale->model, &left, &right) + ending;
    } else {
        bits = best_forms(scale, one, other);
    }
    return pv_weak(one) || pv_weak(other) ? smaller(bits, WEAK) : bits;
}

/* --- rarity ---------------------------------------------------------------------------------------------------------- */

int64_t pv_counted(const pv_rarity *rarity, uint64_t key) {
    int64_t low = 0, high = rarity->names;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (rarity->keys[middle] < key) low = middle + 1;
        else high = middle;
    }
    return low < rarity->names && rarity->keys[low] == key ? (int64_t)rarity->counts[low] : 0;
}

static double frequency(const pv_rarity *rarity, const uint32_t *token) {
    uint32_t held = pv_token_count(token);
    return (double)(held ? (int64_t)held : pv_counted(rarity, pv_skeleton(token)));
}

/* Hardly more than the rarity of the name allows; one record does not count. */
static double tempered(const pv_scale *scale, double bits, double records) {
    if (bits <= 0.0 || records <= 1.0) return bits;
    double rarity = log2((scale->rarity->records + SMOOTHING) / (records - 1.0));
    return smaller(bits, rarity + BEYOND * larger(bits - rarity, 0.0));
}

double pv_token_bits(const pv_scale *scale, const uint32_t *one, const uint32_t *other) {
    int known;
    float *place = remembered(scale, pair_key(identity(one), identity(other)), &known);
    double bits = known ? (double)*place : likeness_bits(scale, one, other);
    if (place && !known) *place = (float)bits;
    if (bits <= 0.0) return bits;
    return tempered(scale, (double)(float)bits, larger(frequency(scale->rarity, one), frequency(scale->rarity, other)));
}

/* --- neighbours written as one ------------------------------------------------------------------------------------- */

static int appended(uint8_t codes[PV_LONGEST], int letters, const uint32_t *token, int place) {
    pv_form form = pv_form_of(token, place);
    int room = PV_LONGEST - letters;
    int taken = form.letters < room ? form.letters : room;
    memcpy(codes + letters, form.codes, (size_t)taken);
    return letters + taken;
}

/* Letters of two neighbours together, those of an article between them included. */
static int joined_letters(const uint32_t *first, const uint32_t *second) {
    int glued = pv_glued_place(second);
    int letters = pv_form_letters(pv_form_at(first, 0)) + pv_form_letters(pv_form_at(second, 0));
    return letters + (glued < 0 ? 0 : pv_form_letters(pv_form_at(second, glued)));
}

double pv_joined_bits(const pv_scale *scale, const uint32_t *first, const uint32_t *second, const uint32_t *other) {
    /* A token is long enough to stand for two: Arabic script writes fewer letters than the others. */
    int written = pv_form_letters(pv_form_at(other, 0)), both = joined_letters(first, second);
    double least = pv_script(first) == pv_script(other) ? 0.75 : 0.5;
    if (pv_script(first) < 0 || pv_script(other) < 0 || written < least * both) return UNLIKE;
    if (pv_initial(first) || pv_initial(second) || pv_initial(other)) return UNLIKE; /* nobody writes an initial as one with a name */
    uint8_t codes[PV_LONGEST];
    int letters = appended(codes, 0, first, 0);
    if (pv_glued_place(second) >= 0) letters = appended(codes, letters, second, pv_glued_place(second));
    letters = appended(codes, letters, second, 0);
    pv_form together = {codes, letters, pv_script(first)};
    double best = UNLIKE;
    for (int place = 0; place < pv_forms(other); place++) {
        if (!is_form_in_use(other, place)) continue;
        pv_form form = pv_form_of(other, place);
        best = larger(best, pv_form_bits(scale->model, &together, &form) - pv_form_cost(pv_form_at(other, place)));
    }
    if (pv_weak(other)) best = smaller(best, WEAK);
    return tempered(scale, best, frequency(scale->rarity, other));
}
