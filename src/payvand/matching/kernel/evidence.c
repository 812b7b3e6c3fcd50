/* Evidence beyond the name: for each feature the level at which two rows agree, and its bits.
 *
 * A level says how two facts relate, as docs/reference/evidence.md has them; what it weighs is in the table `weights`.
 * Level 0 is no evidence: one side does not say.
 */
#include "kernel.h"

enum { YEAR_ONLY = 1, UNREADABLE = 4 };
enum { NO_DAY = INT32_MIN };
enum { MOTHER = 1, SPOUSE = 3, CHILD = 4, SIBLING = 5, OTHER = 6, RELATIONS = 7 };
enum { MOST_LEVELS = 5, MOST_KIN = 8, NUMBER_WORDS = 5 };

static const int NARROW = 800, WIDE = 2600; /* days that two ranges span together: an age and a year; about seven years */
static const int A_YEAR = 366, FEW_YEARS = 3;
static const double SAME_PLACE = 4.0; /* bits of likeness from which two names of places are taken for one */
static const double STRONG = 8.0;     /* bits of likeness from which two relatives are taken for one, not only alike */
static const double ONE_RELATIVE = 12.0; /* the most that one relative says: families share names */
static const double TRUST = 2000.0;   /* records for which the chance of a level stands beside what is counted */

/* A section of a row: its entries, and where the row ends, beyond which nothing is read. */
typedef struct {
    const uint32_t *at, *end;
    uint32_t count;
} section;

static section section_of(const pv_side *side, int where) {
    const uint32_t *row = side->row, *end = row + row[PV_ROW_WORDS];
    section found = {row, row, 0};
    if (row[where] && row[where + 1] < row[PV_ROW_WORDS]) found = (section){row + row[where + 1], end, row[where]};
    return found;
}

/* --- birth -------------------------------------------------------------------------------------------------------- */

typedef struct {
    int32_t first, last;
    int year, month, day, marks;
} birth;

static birth birth_of(const uint32_t *row) {
    uint32_t date = row[PV_ROW_DATE];
    return (birth){(int32_t)row[PV_ROW_FIRST_DAY], (int32_t)row[PV_ROW_LAST_DAY], (int)(date >> 9),
                   (int)(date >> 5 & 15u), (int)(date & 31u), (int)row[PV_ROW_BIRTH_MARKS]};
}

static int given(const birth *one) { return one->first != NO_DAY || one->marks & UNREADABLE; }

/* Whether two years differ in one digit, or in two neighbours that changed places. */
static int mistyped(int one, int other) {
    int differing = 0, place = 0, first = -1, last = -1, ours[4], theirs[4];
    for (; place < 4; place++, one /= 10, other /= 10) {
        ours[place] = one % 10;
        theirs[place] = other % 10;
        if (ours[place] == theirs[place]) continue;
        if (first < 0) first = place;
        last = place;
        differing++;
    }
    if (differing != 2) return differing == 1;
    return last == first + 1 && ours[first] == theirs[last] && ours[last] == theirs[first];
}

static int years_apart(int apart) {
    if (apart == 1) return PV_BIRTH_YEAR_OFF;
    return apart <= FEW_YEARS ? PV_BIRTH_FEW_YEARS : PV_BIRTH_DIFFERS;
}

static int ranges(const birth *one, const birth *other) {
    int64_t first = one->first > other->first ? one->first : other->first;
    int64_t last = one->last < other->last ? one->last : other->last;
    int64_t wide = (int64_t)one->last - one->first + other->last - other->first + 2;
    if (first <= last) return wide <= NARROW ? PV_BIRTH_OVERLAP : wide <= WIDE ? PV_BIRTH_OVERLAP_WIDE : 0;
    return years_apart((int)((first - last + A_YEAR - 1) / A_YEAR));
}

static int same_year(const birth *one, const birth *other) {
    if (one->month == other->month)
        return one->day && other->day ? PV_BIRTH_PART_DIFFERS : PV_BIRTH_SAME_MONTH;
    if (one->day && one->month == other->day && one->day == other->month) return PV_BIRTH_SWAPPED;
    return one->day && one->day == other->day ? PV_BIRTH_PART_DIFFERS : PV_BIRTH_BOTH_DIFFER;
}

static int birth_level(const uint32_t *left, const uint32_t *right) {
    birth one = birth_of(left), other = birth_of(right);
    if (!given(&one) || !given(&other)) return 0;
    if ((one.marks | other.marks) & UNREADABLE) return PV_BIRTH_UNREADABLE;
    if (!one.year || !other.year) return ranges(&one, &other);
    int apart = one.year > other.year ? one.year - other.year : other.year - one.year;
    if ((one.marks | other.marks) & YEAR_ONLY) return apart ? years_apart(apart) : PV_BIRTH_SAME_YEAR;
    if (one.day && one.day == other.day && one.month == other.month) {
        if (apart == 0) return PV_BIRTH_SAME;
        if (apart == 1) return PV_BIRTH_YEAR_OFF_SAME_DAY;
        return mistyped(one.year, other.year) ? PV_BIRTH_YEAR_MISTYPED : PV_BIRTH_DIFFERS;
    }
    if (apart == 0) return same_year(&one, &other);
    return apart == 1 ? PV_BIRTH_OTHER_DATE : PV_BIRTH_DIFFERS;
}

/* --- sex ---------------------------------------------------------------------------------------------------------- */

/* What the endings of all spellings say, where they do not contradict each other. */
static int said_by_names(const pv_side *side) {
    section spellings = section_of(side, PV_ROW_SPELLINGS);
    int said = 0;
    for (const uint32_t *at = spellings.at; spellings.count && at < spellings.end; spellings.count--) {
        uint32_t count = *at++;
        for (; count && at < spellings.end; count--) {
            int hint = pv_sex_hint(side->tokens + *at++);
            if (hint && said && hint != said) return 0;
            if (hint) said = hint;
        }
    }
    return said;
}

int pv_sex(const pv_side *side) {
    int sex = (int)side->row[PV_ROW_SEX];
    return sex ? sex : said_by_names(side);
}

static int sex_level(const pv_side *left, const pv_side *right) {
    int known_left = left->row[PV_ROW_SEX] != 0, known_right = right->row[PV_ROW_SEX] != 0;
    int one = pv_sex(left), other = pv_sex(right);
    if (!one || !other || one > 2 || other > 2) return 0;
    if (known_left && known_right) return one == other ? PV_SEX_SAME : PV_SEX_DIFFERS;
    if (known_left || known_right) return one == other ? PV_SEX_NAME_AGREES : PV_SEX_NAME_DIFFERS;
    return one == other ? 0 : PV_SEX_NAMES_DIFFER;
}

/* --- place -------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t key, count;
    const uint32_t *refs;
} level;

static const uint32_t FORMER = 1u << 31;
static const int COUNTRY_SHIFT = 23, REGION_SHIFT = 16;

static int places_of(const pv_side *side, level found[MOST_LEVELS]) {
    section places = section_of(side, PV_ROW_PLACES);
    int count = 0;
    for (const uint32_t *at = places.at; count < MOST_LEVELS && places.count && places.end - at >= 2; places.count--) {
        level each = {at[0], at[1], at + 2};
        if (each.count > (uint32_t)(places.end - each.refs)) break;
        at = each.refs + each.count;
        found[count++] = each;
    }
    return count;
}

static int same_refs(const level *one, const level *other) {
    if (one->count != other->count) return 0;
    for (uint32_t place = 0; place < one->count; place++)
        if (one->refs[place] != other->refs[place]) return 0;
    return 1;
}

/* Whether two levels are one place: by key where both have one, else by the likeness of their names. */
static int one_place(const pv_scale *scale, const pv_side *left, const level *one, const pv_side *right,
                     const level *other) {
    if (one->key && other->key) return (one->key & ~FORMER) == (other->key & ~FORMER);
    if (!one->count || !other->count) return 0;
    if (left->tokens == right->tokens && same_refs(one, other)) return 1;
    return pv_name_weight(scale, left->tokens, one->refs, (int)one->count, right->tokens, other->refs, (int)other->count,
                          NULL, NULL) > SAME_PLACE;
}

/* The shift up to which a key says where it is: a country's is that of countries. */
static int shift_of(uint32_t key) {
    if (!(key & ((1u << COUNTRY_SHIFT) - 1))) return COUNTRY_SHIFT;
    return key & ((1u << REGION_SHIFT) - 1) ? 0 : REGION_SHIFT;
}

static int lies_in(uint32_t inner, uint32_t outer) {
    int shift = shift_of(outer);
    return inner && outer && shift > shift_of(inner) && (inner & ~FORMER) >> shift == (outer & ~FORMER) >> shift;
}

static int in_any(const pv_scale *scale, const pv_side *left, const level *one, const pv_side *right,
                  const level *others, int from, int count) {
    for (int place = from; place < count; place++)
        if (one_place(scale, left, one, right, others + place)) return 1;
    return 0;
}

/* The first key of a place, or 0: a village that the gazetteer lacks is known by what it lies in. */
static uint32_t key_of(const level *levels, int count) {
    for (int place = 0; place < count; place++)
        if (levels[place].key) return levels[place].key & ~FORMER;
    return 0;
}

static int countries(uint32_t one, uint32_t other) {
    int same_region = one >> REGION_SHIFT == other >> REGION_SHIFT && shift_of(one) != COUNTRY_SHIFT;
    if (same_region) return PV_PLACE_REGION;
    return one >> COUNTRY_SHIFT == other >> COUNTRY_SHIFT ? PV_PLACE_COUNTRY : PV_PLACE_DIFFERS;
}

static int place_level(const pv_scale *scale, const pv_side *left, const pv_side *right) {
    level ours[MOST_LEVELS], theirs[MOST_LEVELS];
    int our_count = places_of(left, ours), their_count = places_of(right, theirs);
    if (!our_count || !their_count) return 0;
    if (one_place(scale, left, ours, right, theirs))
        return (ours->key ^ theirs->key) == FORMER ? PV_PLACE_FORMER : PV_PLACE_SAME;
    if (lies_in(ours->key, theirs->key) || lies_in(theirs->key, ours->key) ||
        in_any(scale, left, ours, right, theirs, 1, their_count) ||
        in_any(scale, right, theirs, left, ours, 1, our_count))
        return PV_PLACE_PART;
    uint32_t one = key_of(ours, our_count), other = key_of(theirs, their_count);
    if (one && other) return countries(one, other);
    for (int place = 1; place < our_count; place++)
        if (in_any(scale, left, ours + place, right, theirs, 1, their_count)) return PV_PLACE_REGION;
    return PV_PLACE_DIFFERS;
}

/* --- kin ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t relation, count;
    const uint32_t *refs;
} relative;

/* The relatives whose relation is in a set of bits; at most MOST_KIN. */
static int kin_of(const pv_side *side, uint32_t relations, relative found[MOST_KIN]) {
    section kin = section_of(side, PV_ROW_KIN);
    int count = 0;
    for (const uint32_t *at = kin.at; count < MOST_KIN && kin.count && kin.end - at >= 2; kin.count--) {
        relative each = {at[0], at[1], at + 2};
        if (each.count > (uint32_t)(kin.end - each.refs)) break;
        at = each.refs + each.count;
        if (each.relation < RELATIONS && relations >> each.relation & 1u) found[count++] = each;
    }
    return count;
}

static double relative_bits(const pv_scale *scale, const pv_side *left, const relative *one, const pv_side *right,
                            const relative *other) {
    double bits = pv_name_weight(scale, left->tokens, one->refs, (int)one->count, right->tokens, other->refs,
                                 (int)other->count, NULL, NULL);
    return fmin(pv_name_worth(scale->weights, bits), ONE_RELATIVE);
}

/* The bits of the relatives that answer to one another, the likest first, each once; `*level` says how alike they are. */
static double kin_bits(const pv_scale *scale, const pv_side *left, const pv_side *right, uint32_t relations,
                       uint32_t either, uint8_t *level) {
    relative ours[MOST_KIN], theirs[MOST_KIN];
    int our_count = kin_of(left, relations, ours), their_count = kin_of(right, relations, theirs), compared = 0;
    double bits[MOST_KIN][MOST_KIN], best, sum = 0.0;
    for (int one = 0; one < our_count; one++)
        for (int other = 0; other < their_count; other++) {
            int meant = !either || ((either >> ours[one].relation | either >> theirs[other].relation) & 1u);
            bits[one][other] = meant ? relative_bits(scale, left, ours + one, right, theirs + other) : 0.0;
            compared |= meant;
        }
    if (!compared) return 0.0;
    *level = PV_KIN_DIFFERS;
    do {
        int mine = -1, his = -1;
        best = 0.0;
        for (int one = 0; one < our_count; one++)
            for (int other = 0; other < their_count; other++)
                if (bits[one][other] > best) best = bits[one][other], mine = one, his = other;
        if (mine < 0) break;
        sum += best;
        if (*level != PV_KIN_SAME) *level = best >= STRONG ? PV_KIN_SAME : PV_KIN_ALIKE;
        for (int one = 0; one < our_count; one++) bits[one][his] = 0.0;
        for (int other = 0; other < their_count; other++) bits[mine][other] = 0.0;
    } while (best > 0.0);
    return sum;
}

static const struct {
    uint8_t feature;
    uint32_t relations, either;
} KIN[] = {
    {PV_MOTHER, 1u << MOTHER, 0},
    {PV_SPOUSE, 1u << SPOUSE, 0},
    {PV_CHILD, 1u << CHILD, 0},
    {PV_SIBLING, 1u << SIBLING, 0},
    {PV_RELATIVE, 1u << SPOUSE | 1u << CHILD | 1u << SIBLING | 1u << OTHER, 1u << OTHER},
};

/* --- numbers ------------------------------------------------------------------------------------------------------ */

static int number_level(const pv_side *left, const pv_side *right, uint32_t kind) {
    section ours = section_of(left, PV_ROW_NUMBERS), theirs = section_of(right, PV_ROW_NUMBERS);
    int level = 0;
    for (uint32_t one = 0; one < ours.count && ours.end - ours.at >= (one + 1) * NUMBER_WORDS; one++)
        for (uint32_t two = 0; two < theirs.count && theirs.end - theirs.at >= (two + 1) * NUMBER_WORDS; two++) {
            const uint32_t *mine = ours.at + one * NUMBER_WORDS, *other = theirs.at + two * NUMBER_WORDS;
            if (mine[0] != kind || other[0] != kind) continue;
            if (pv_word64(mine + 1) == pv_word64(other + 1)) return PV_NUMBER_SAME;
            if (pv_word64(mine + 3) && pv_word64(mine + 3) == pv_word64(other + 3)) level = PV_NUMBER_TAIL;
            if (!level) level = PV_NUMBER_DIFFERS;
        }
    return level;
}

/* --- how common it is --------------------------------------------------------------------------------------------- */

/* What agreeing in one value rather than in any says more or less, as the value is rare or common. */
static double rarer(const pv_scale *scale, uint64_t key, double chance) {
    if (!scale->rarity || !key || !(chance > 0.0)) return 0.0;
    int64_t records = pv_counted(scale->rarity, key);
    if (!records) return 0.0;
    double here = ((double)(records - 1) + chance * TRUST) / (scale->rarity->records + TRUST);
    return log2(chance / here);
}

uint64_t pv_place_key(const pv_side *side) {
    level first[MOST_LEVELS];
    if (!places_of(side, first)) return 0;
    if (first->key) return (uint64_t)PV_PLACE << 56 | (first->key & ~FORMER);
    return first->count ? pv_skeleton(side->tokens + first->refs[0]) ^ (uint64_t)PV_PLACE << 56 : 0;
}

uint64_t pv_birth_key(const pv_side *side, int whole) {
    uint32_t date = side->row[PV_ROW_DATE];
    return date ? (uint64_t)PV_BIRTH << 56 | (whole ? date : date >> 9 << 9) : 0;
}

static uint64_t common_key(const pv_side *left, const pv_side *right, int feature, int level) {
    if (feature == PV_BIRTH && level == PV_BIRTH_SAME) return pv_birth_key(left, 1);
    if (feature == PV_BIRTH && level == PV_BIRTH_SAME_YEAR) return pv_birth_key(left, 0);
    if (feature == PV_PLACE && (level == PV_PLACE_SAME || level == PV_PLACE_FORMER)) {
        uint64_t one = pv_place_key(left), other = pv_place_key(right);
        return one < other ? one : other;
    }
    return 0;
}

/* --- the name ----------------------------------------------------------------------------------------------------- */

/* Along the knots, which rise; beyond the last ones the line goes on as between the last two. Without knots: the bits. */
double pv_name_worth(const pv_weights *weights, double bits) {
    const float *raw = weights->name_raw, *worth = weights->name_weight;
    int place = 1;
    if (!(raw[PV_LEVELS - 1] > raw[0])) return bits;
    while (place < PV_LEVELS - 1 && bits > (double)raw[place]) place++;
    double from = raw[place - 1], to = raw[place], below = worth[place - 1], above = worth[place];
    return below + (bits - from) * (above - below) / (to - from);
}

/* --- all of it ---------------------------------------------------------------------------------------------------- */

double pv_facts(const pv_scale *scale, const pv_side *left, const pv_side *right, uint8_t levels[PV_FEATURES],
                float bits[PV_FEATURES]) {
    double beside[PV_FEATURES] = {0.0}, sum = 0.0;
    for (int feature = 0; feature < PV_FEATURES; feature++) levels[feature] = 0;
    levels[PV_BIRTH] = (uint8_t)birth_level(left->row, right->row);
    levels[PV_SEX] = (uint8_t)sex_level(left, right);
    levels[PV_PLACE] = (uint8_t)place_level(scale, left, right);
    levels[PV_PHONE] = (uint8_t)number_level(left, right, 1);
    levels[PV_DOCUMENT] = (uint8_t)number_level(left, right, 2);
    for (size_t place = 0; place < sizeof KIN / sizeof *KIN; place++) {
        int feature = KIN[place].feature;
        double alike = kin_bits(scale, left, right, KIN[place].relations, KIN[place].either, levels + feature);
        beside[feature] = fmin(alike, (double)scale->weights->most[feature]);
    }
    for (int feature = 0; feature < PV_FEATURES; feature++) {
        int level = levels[feature];
        beside[feature] += rarer(scale, common_key(left, right, feature, level),
                                 (double)scale->weights->chance[feature][level]);
        sum += beside[feature];
        if (bits) bits[feature] = level ? (float)(beside[feature] + (double)scale->weights->level[feature][level]) : 0.0f;
    }
    return sum;
}
