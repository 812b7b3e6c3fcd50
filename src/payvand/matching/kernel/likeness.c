/* How alike two forms are: the joint multigram model summed over all ways to cut both into units. */

#include "kernel.h"
#include <string.h>

enum { PLACES = PV_LONGEST + 2, REACH = PV_MOST_GIVEN + 1 };

static const double TINY = 1e-290;
static const double HOPELESS = 0x1p-16; /* beginnings so much less likely to be of one name than of two are not gone on with */

enum { SIZES = PV_MOST_GIVEN + 1 };

/* The numbers of the chunks of one token at every place, by letters: as its source or as its target. */
typedef struct {
    int length;
    int32_t number[SIZES][PLACES];
    double begun[PLACES]; /* the chance of the letters before each place, whatever stands on the other side */
    double log_marginal;
} cut;

static int32_t chunk(const int32_t *numbers, int letters, const uint8_t *codes, int size) {
    int32_t place = 0;
    for (int step = 0; step < size; step++) {
        if (codes[step] >= letters) return 0;
        place = place * letters + codes[step];
    }
    return numbers[place];
}

static void number_all(const pv_pair *pair, const uint8_t *codes, int length, int as_target, cut *token) {
    int letters = as_target ? pair->target_letters : pair->source_letters;
    int most = as_target ? PV_MOST_GIVEN : PV_MOST_TAKEN;
    const pv_chunks *chunks = as_target ? pair->target : pair->source;
    double ahead[PLACES + SIZES] = {1.0};
    token->length = length;
    for (int place = 0; place <= length; place++) {
        double here = as_target ? ahead[place] / pair->kept : ahead[place];
        for (int size = 1; size <= most; size++) {
            int32_t number = 0;
            if (chunks[size].numbers && place + size <= length) number = chunk(chunks[size].numbers, letters, codes + place, size);
            token->number[size][place] = number;
            if (number) ahead[place + size] += here * chunks[size].chances[number];
        }
    }
    memcpy(token->begun, ahead, sizeof token->begun);
    token->log_marginal = log2(ahead[length] > TINY ? ahead[length] : TINY);
}

static void cut_source(const pv_pair *pair, const uint8_t *codes, int letters, cut *token) {
    uint8_t started[PLACES];
    started[0] = (uint8_t)pair->start;
    memcpy(started + 1, codes, (size_t)letters);
    number_all(pair, started, letters + 1, 0, token);
}

static void cut_as(const pv_pair *pair, const uint8_t *codes, int letters, int as_target, cut *token) {
    if (as_target) number_all(pair, codes, letters, 1, token);
    else cut_source(pair, codes, letters, token);
}

/* The places of the target that a way has come to, and how likely. */
typedef struct {
    int count, place[PLACES];
    double chance[PLACES];
} reached;

static void reach(const double *from, double least, const cut *target, reached *ways) {
    ways->count = 0;
    for (int other = 0; other <= target->length; other++) {
        if (from[other] <= least * target->begun[other]) continue;
        ways->place[ways->count] = other;
        ways->chance[ways->count++] = from[other];
    }
}

/* Adds the ways that go on with a unit of one row. */
static void from_table(const pv_shape *unit, int32_t row, const int32_t *columns, int across, const reached *ways, double *to) {
    const float *chances = unit->table + (size_t)row * (size_t)unit->column_count;
    for (int way = 0; way < ways->count; way++) {
        int other = ways->place[way];
        if (other + unit->given > across) return;
        int32_t column = unit->given ? columns[other] : 0;
        if (column < unit->column_count) to[other + unit->given] += ways->chance[way] * chances[column];
    }
}

/* The same from a wide table, most of which is empty but for slips of the hand. */
static void from_wide_table(const pv_pair *pair, const pv_shape *unit, int32_t row, const cut *target, const reached *ways, double *to) {
    const uint64_t *held = unit->held + (size_t)row * (size_t)unit->held_words;
    const float *chances = unit->table + (size_t)row * (size_t)unit->column_count;
    const float *slips = unit->taken == 1 && unit->given == 2 ? pair->slips + (size_t)row * (size_t)pair->target_letters : NULL;
    const int32_t *columns = target->number[unit->given], *letters = target->number[1];
    for (int way = 0; way < ways->count; way++) {
        int other = ways->place[way];
        if (other + unit->given > target->length) return;
        int32_t column = columns[other];
        if (!column || column >= unit->column_count) continue;
        if (held[column >> 6] >> (column & 63) & 1) {
            to[other + unit->given] += ways->chance[way] * (double)chances[column];
        } else if (slips) {
            int32_t one = letters[other], two = letters[other + 1];
            to[other + 2] += ways->chance[way] * (double)(slips[one] * pair->any[two] + slips[two] * pair->any[one]);
        }
    }
}

/* The same for a row that has few units. */
static void from_units(const pv_shape *unit, int32_t row, const int32_t *columns, int across, const reached *ways, double *to) {
    int32_t first = unit->starts[row], last = unit->starts[row + 1];
    uint64_t held = unit->held[row];
    if (!held) return;
    for (int way = 0; way < ways->count; way++) {
        int other = ways->place[way];
        if (other + unit->given > across) return;
        int32_t column = columns[other];
        if (!column || !(held >> (column & 63) & 1)) continue;
        int32_t low = first, high = last;
        while (low < high) {
            int32_t middle = (low + high) / 2;
            if (unit->others[middle] < column) low = middle + 1;
            else high = middle;
        }
        if (low < last && unit->others[low] == column) to[other + unit->given] += ways->chance[way] * unit->chances[low];
    }
}

/* log2 of the chance that one name is spelled both ways. */
static double log_joint(const pv_pair *pair, const cut *source, const cut *target) {
    double ahead[PLACES + PV_MOST_TAKEN][PLACES + REACH];
    reached ways;
    int length = source->length, across = target->length, furthest = 0;
    for (int place = 0; place <= length; place++) memset(ahead[place], 0, sizeof(double) * (size_t)(across + 1));
    ahead[0][0] = 1.0;
    for (int place = 0; place < length && place <= furthest; place++) {
        reach(ahead[place], HOPELESS * source->begun[place], target, &ways);
        if (!ways.count) continue;
        for (int shape = 0; shape < pair->shapes; shape++) {
            const pv_shape *unit = &pair->shape[shape];
            int32_t row = source->number[unit->taken][place];
            int onward = place + unit->taken;
            if (!row || onward > length) continue;
            const int32_t *columns = target->number[unit->given];
            if (onward > furthest) furthest = onward;
            if (!unit->table) from_units(unit, row, columns, across, &ways, ahead[onward]);
            else if (row >= unit->row_count) continue;
            else if (unit->held_words) from_wide_table(pair, unit, row, target, &ways, ahead[onward]);
            else from_table(unit, row, columns, across, &ways, ahead[onward]);
        }
    }
    double chance = ahead[length][across];
    return log2(chance > TINY ? chance : TINY);
}

static double directed(const pv_model *model, const pv_pair *pair, const cut *source, const cut *target) {
    double bits = log_joint(pair, source, target) - source->log_marginal - target->log_marginal;
    return bits > model->unalike ? bits : model->unalike;
}

/* Whether the form has letters with an open reading; their codes are written to `codes`. */
static int open_form(const pv_model *model, const pv_form *form, uint8_t codes[PV_LONGEST]) {
    int changed = 0;
    for (int place = 0; place < form->letters; place++) {
        codes[place] = model->opened[form->script][form->codes[place]];
        changed |= codes[place] != form->codes[place];
    }
    return changed;
}

/* A form made ready to be compared with many: cut as its pair of scripts needs it. */
typedef struct {
    const pv_pair *pair;
    pv_form form;
    int as_target, both, beside_arabic, has_open;
    cut plain, turned, open;
} prepared;

static void prepare(const pv_model *model, const pv_form *form, int other_script, prepared *ready) {
    int script = form->script;
    ready->form = *form;
    ready->both = script == other_script;
    ready->as_target = script > other_script;
    ready->pair = ready->as_target ? model->pair[other_script][script] : model->pair[script][other_script];
    ready->has_open = 0;
    ready->beside_arabic = !ready->both && (script == 0 || other_script == 0);
    cut_as(ready->pair, form->codes, form->letters, ready->as_target, &ready->plain);
    if (ready->both) cut_as(ready->pair, form->codes, form->letters, 1, &ready->turned);
    uint8_t codes[PV_LONGEST];
    ready->has_open = ready->beside_arabic && open_form(model, form, codes);
    if (ready->has_open) cut_as(ready->pair, codes, form->letters, ready->as_target, &ready->open);
}

/* Within a script the form whose letters come first is the source, so that likeness has no direction. */
static int comes_first(const pv_form *one, const uint8_t *codes, int letters) {
    int shorter = one->letters < letters ? one->letters : letters;
    int order = memcmp(one->codes, codes, (size_t)shorter);
    return order ? order < 0 : one->letters <= letters;
}

static int hopeless(const pv_pair *pair, const pv_form *source, const pv_form *target) {
    return pv_hopeless(pair, source->script == target->script, source->codes, source->letters, target->codes, target->letters);
}

static double across(const pv_model *model, const prepared *one, const cut *ours, const cut *theirs) {
    return one->as_target ? directed(model, one->pair, theirs, ours) : directed(model, one->pair, ours, theirs);
}

static double against(const pv_model *model, const prepared *one, const pv_form *other) {
    cut theirs, opened;
    if (one->both) {
        int first = comes_first(&one->form, other->codes, other->letters);
        if (hopeless(one->pair, first ? &one->form : other, first ? other : &one->form)) return model->unalike;
        cut_as(one->pair, other->codes, other->letters, first, &theirs);
        if (first) return directed(model, one->pair, &one->plain, &theirs);
        return directed(model, one->pair, &theirs, &one->turned);
    }
    if (hopeless(one->pair, one->as_target ? other : &one->form, one->as_target ? &one->form : other)) return model->unalike;
    cut_as(one->pair, other->codes, other->letters, !one->as_target, &theirs);
    double bits = across(model, one, &one->plain, &theirs);
    if (!one->beside_arabic) return bits;
    uint8_t codes[PV_LONGEST];
    int has_open = open_form(model, other, codes);
    if (!has_open && !one->has_open) return bits;
    if (has_open) cut_as(one->pair, codes, other->letters, !one->as_target, &opened);
    double open_bits = across(model, one, one->has_open ? &one->open : &one->plain, has_open ? &opened : &theirs);
    return larger(bits, open_bits - model->open_cost);
}

/* Two forms of one script, the source first. */
static double of_one_script(const pv_model *model, const pv_form *source, const pv_form *target) {
    const pv_pair *pair = model->pair[source->script][source->script];
    cut ours, theirs;
    if (hopeless(pair, source, target)) return model->unalike;
    cut_source(pair, source->codes, source->letters, &ours);
    number_all(pair, target->codes, target->letters, 1, &theirs);
    return directed(model, pair, &ours, &theirs);
}

double pv_form_bits(const pv_model *model, const pv_form *one, const pv_form *other) {
    prepared ready;
    if (one->script == other->script)
        return comes_first(one, other->codes, other->letters) ? of_one_script(model, one, other) : of_one_script(model, other, one);
    prepare(model, one, other->script, &ready);
    return against(model, &ready, other);
}

/* Bits of one form against `count` forms of one script: `codes` has PV_LONGEST bytes a row, zero padded; `places`, if
 * any, says which rows are meant. A letter count is read off the padding. */
PV_DOOR void pv_bits(const pv_model *model, const uint8_t *form, int32_t script, const uint8_t *codes, int32_t other_script,
                     const int64_t *places, int64_t count, float *bits) {
    pv_form one = {form, 0, script};
    while (one.letters < PV_LONGEST && form[one.letters]) one.letters++;
    prepared ready;
    prepare(model, &one, other_script, &ready);
    for (int64_t row = 0; row < count; row++) {
        pv_form other = {codes + PV_LONGEST * (places ? places[row] : row), 0, other_script};
        while (other.letters < PV_LONGEST && other.codes[other.letters]) other.letters++;
        bits[row] = (float)against(model, &ready, &other);
    }
}

/* Bits of `count` pairs of forms, `one[n]` with `other[n]`; rows of `codes`, the script of each in `scripts`. */
PV_DOOR void pv_pair_bits(const pv_model *model, const uint8_t *codes, const uint8_t *scripts, const uint32_t *one,
                          const uint32_t *other, int64_t count, float *bits) {
    prepared ready;
    int64_t made = -1;
    int made_script = -1;
    for (int64_t row = 0; row < count; row++) {
        pv_form left = {codes + (size_t)PV_LONGEST * one[row], 0, scripts[one[row]]};
        pv_form right = {codes + (size_t)PV_LONGEST * other[row], 0, scripts[other[row]]};
        if (made != one[row] || made_script != right.script) {
            while (left.letters < PV_LONGEST && left.codes[left.letters]) left.letters++;
            prepare(model, &left, right.script, &ready);
            made = one[row];
            made_script = right.script;
        }
        while (right.letters < PV_LONGEST && right.codes[right.letters]) right.letters++;
        bits[row] = (float)against(model, &ready, &right);
    }
}
