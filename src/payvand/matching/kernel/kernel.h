/* The inner loops of the matching engine. Nothing here is shown to a reader; nothing keeps state between calls.
 *
 * Every pointer is owned by the caller. Packed rows and tokens are described in `packing.py`. Functions named pv_… are
 * the doors that Python opens; they may be called by several threads at once, each with its own `pv_memory`.
 */
#ifndef PAYVAND_KERNEL_H
#define PAYVAND_KERNEL_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define PV_DOOR __declspec(dllexport)
#else
#define PV_DOOR __attribute__((visibility("default")))
#endif

enum { PV_LONGEST = 24, PV_SCRIPTS = 3, PV_MOST_SHAPES = 16, PV_MOST_TOKENS = 30, PV_MOST_TAKEN = 3, PV_MOST_GIVEN = 4 };

static inline double larger(double one, double other) { return one > other ? one : other; }
static inline double smaller(double one, double other) { return one < other ? one : other; }

/* --- the likeness model ------------------------------------------------------------------------------------------ */

/* The chunks of so many letters of one side, numbered: an array over letter codes, of one axis for each letter (number 0
 * is "no unit"), and the chance of each whatever stands on the other side. */
typedef struct {
    const int32_t *numbers;
    const float *chances;
} pv_chunks;

/* Units of `taken` source and `given` target letters: rows and columns are the numbers of their chunks; `table` gives the
 * chance of each unit; where it is NULL, `others` and `chances` hold the units of row r from starts[r] to starts[r + 1],
 * sorted by column. Most units are not there, and `held` says so without a look at memory that is far away: for each row
 * of a wide table a bit for each column, in `held_words`; else one word, with the columns modulo 64. */
typedef struct {
    int32_t taken, given;
    int32_t row_count, column_count; /* of the table; chunks with higher numbers have no unit of this shape */
    const float *table;
    const int32_t *starts, *others;
    const uint64_t *held;
    int64_t held_words; /* of a row; 0 where the table is narrow, or all of it is full */
    const float *chances;
} pv_shape;

/* One pair of scripts, source before target. `kept` is one less the chance that a source letter is written by nothing. */
typedef struct {
    int32_t shapes;
    int32_t source_letters, target_letters;
    int32_t start; /* the code that stands before the first letter of a source */
    double kept;
    /* Quarters of a bit that a letter can add at most: of the source [source][target], of the target [target][source], and
     * of the source where nothing stands for it [source]; see hope.c. */
    const int8_t *hope[2], *lost;
    /* A letter too many: what the hand adds to a unit of one source and two target letters, by halves: the chance of the
     * source and one of both [source][target], and of the other [target]. Units that were not learned have this alone. */
    const float *slips, *any;
    pv_chunks source[PV_MOST_TAKEN + 1], target[PV_MOST_GIVEN + 1]; /* by letters; NULL where no unit has so many */
    pv_shape shape[PV_MOST_SHAPES];
} pv_pair;

/* All pairs of scripts: pair[a][b] for script a before or equal to b. `opened[s]` maps the letters of script s to their
 * open reading beside Arabic script, which costs `open_cost` bits. */
typedef struct {
    const pv_pair *pair[PV_SCRIPTS][PV_SCRIPTS];
    uint8_t opened[PV_SCRIPTS][256];
    double open_cost, unalike;
} pv_model;

/* A form of a token: its letters as codes of the alphabet of its script (0 … 2). */
typedef struct {
    const uint8_t *codes;
    int32_t letters, script;
} pv_form;

double pv_form_bits(const pv_model *model, const pv_form *one, const pv_form *other);

/* Whether source and target are so unlike that their likeness needs no sum. */
int pv_hopeless(const pv_pair *pair, int same_script, const uint8_t *source, int letters, const uint8_t *target, int others);

/* --- packed tokens and rows --------------------------------------------------------------------------------------- */

enum { PV_TOKEN_HEAD = 4, PV_FORM_WORDS = 9, PV_ROW_HEAD = 16, PV_ROW_MARK = 0x50560003 };
enum {
    PV_ROW_WORDS = 1,
    PV_ROW_FIRST_DAY = 2,
    PV_ROW_LAST_DAY = 3,
    PV_ROW_DATE = 4,
    PV_ROW_BIRTH_MARKS = 5,
    PV_ROW_SEX = 6,
    PV_ROW_SPELLINGS = 7,
    PV_ROW_KIN = 9,
    PV_ROW_PLACES = 11,
    PV_ROW_NUMBERS = 13
};

static inline int pv_forms(const uint32_t *token) { return (int)(token[0] & 15u); }
/* −1 where the script is none of ours. */
static inline int pv_script(const uint32_t *token) { return (int)(token[0] >> 4 & 15u) - 1; }
static inline int pv_weak(const uint32_t *token) { return (int)(token[0] >> 8 & 1u); }
static inline int pv_initial(const uint32_t *token) { return (int)(token[0] >> 9 & 1u); }
static inline int pv_given(const uint32_t *token) { return (int)(token[0] >> 10 & 1u); }
static inline int pv_of_father(const uint32_t *token) { return (int)(token[0] >> 11 & 1u); }
static inline int pv_surname(const uint32_t *token) { return (int)(token[0] >> 12 & 1u); }
static inline int pv_ending(const uint32_t *token) { return (int)(token[0] >> 13 & 7u); }
static inline int pv_sex_hint(const uint32_t *token) { return (int)(token[0] >> 16 & 3u); }
static inline int pv_stem_place(const uint32_t *token) { return (int)(token[0] >> 18 & 15u) - 1; }
static inline int pv_glued_place(const uint32_t *token) { return (int)(token[0] >> 22 & 15u) - 1; }
static inline int pv_prefix(const uint32_t *token) { return (int)(token[0] >> 26 & 1u); }
static inline int pv_part(const uint32_t *token) { return (int)(token[0] >> 27 & 7u); }
static inline uint64_t pv_word64(const uint32_t *words) { return (uint64_t)words[0] | (uint64_t)words[1] << 32; }
static inline uint64_t pv_skeleton(const uint32_t *token) { return pv_word64(token + 2); }
static inline const uint32_t *pv_form_at(const uint32_t *token, int place) {
    return token + PV_TOKEN_HEAD + PV_FORM_WORDS * place;
}
static inline uint64_t pv_form_hash(const uint32_t *form) { return pv_word64(form); }
static inline int pv_form_letters(const uint32_t *form) {
    int letters = (int)(form[2] & 255u);
    return letters > PV_LONGEST ? PV_LONGEST : letters;
}
static inline double pv_form_cost(const uint32_t *form) { return (double)(form[2] >> 8) / 256.0; }
static inline pv_form pv_form_of(const uint32_t *token, int place) {
    const uint32_t *form = pv_form_at(token, place);
    return (pv_form){(const uint8_t *)(form + 3), pv_form_letters(form), pv_script(token)};
}

/* --- what a comparison remembers and needs ------------------------------------------------------------------------ */

/* The second word of a token: its words, and in bulk how many records hold its name (0: look into `pv_rarity`). */
static inline int pv_token_words(const uint32_t *token) { return (int)(token[1] & 255u); }
static inline uint32_t pv_token_count(const uint32_t *token) { return token[1] >> 8; }

/* How many records hold a name: keys sorted, counts beside them. */
typedef struct {
    int64_t names;
    const uint64_t *keys;
    const uint32_t *counts;
    double records;
} pv_rarity;

/* Bits of pairs of tokens, by the identities of both: `slots` is a power of two, or 0 for no memory. */
typedef struct {
    int64_t slots;
    uint64_t *keys;
    float *bits;
} pv_memory;

/* One piece of evidence. The masks say which tokens of the chosen spellings it is about. */
typedef struct {
    uint8_t feature, note, left_spelling, right_spelling;
    uint32_t left, right;
    float bits;
} pv_piece;

enum { PV_MOST_PIECES = 96, PV_FEATURES = 16, PV_LEVELS = 16 };

/* Levels of feature 0, the name: what tokens cost that nothing answers to. PV_KINSHIP is a share, not bits. */
enum { PV_NAME = 0, PV_UNANSWERED = 1, PV_MISSING, PV_OTHER_GIVEN, PV_OTHER_FATHER, PV_OTHER_SURNAME, PV_MARRIED_SURNAME, PV_KINSHIP, PV_MISSING_FATHER };

/* Notes of pieces about the name. */
enum { PV_NOTE_ALIKE = 0, PV_NOTE_DIFFERS, PV_NOTE_MISSING, PV_NOTE_FATHER = 16 };

/* Bits of each level of each feature; level 0 says nothing. How often two people who are not one reach a level by
 * chance; the most bits that the likeness of a relative's name adds. See `weights.py`. */
typedef struct {
    float level[PV_FEATURES][PV_LEVELS];
    float chance[PV_FEATURES][PV_LEVELS];
    float most[PV_FEATURES];
    float name_raw[PV_LEVELS], name_weight[PV_LEVELS]; /* knots of what a sum of bits of names weighs; rising from 0, 0 */
} pv_weights;

typedef struct {
    const pv_model *model;
    const pv_rarity *rarity;
    const pv_weights *weights;
    pv_memory *memory;
} pv_scale;

/* Packed rows on one side: where the tokens' refs count from, and the rows. */
typedef struct {
    const uint32_t *tokens;
    const uint32_t *row;
} pv_side;

double pv_token_bits(const pv_scale *scale, const uint32_t *one, const uint32_t *other);

/* Fetches what is remembered of two tokens, which are about to be compared. */
void pv_expect(const pv_scale *scale, const uint32_t *one, const uint32_t *other);

#if defined(__GNUC__)
#define PV_FETCH(address) __builtin_prefetch(address)
#else
#define PV_FETCH(address) ((void)(address))
#endif

/* How many records hold a key; 0 where nothing is counted. */
int64_t pv_counted(const pv_rarity *rarity, uint64_t key);

/* Joined tokens: neighbours of one side written as one word on the other. */
double pv_joined_bits(const pv_scale *scale, const uint32_t *first, const uint32_t *second, const uint32_t *other);

/* The weight of two names (`count` refs each); pieces, if wanted, are added to `pieces` from `*found` on. */
double pv_name_weight(const pv_scale *scale, const uint32_t *left_tokens, const uint32_t *left, int left_count,
                      const uint32_t *right_tokens, const uint32_t *right, int right_count, pv_piece *pieces, int *found);

/* The same, where another surname of one of two women may be that of her husband. */
double pv_names_weight(const pv_scale *scale, const uint32_t *left_tokens, const uint32_t *left, int left_count,
                       const uint32_t *right_tokens, const uint32_t *right, int right_count, int women,
                       pv_piece *pieces, int *found);

/* --- everything but the name: evidence.c -------------------------------------------------------------------------- */

/* The features besides the name, as `evidence.FEATURES` names them; the father stands with the name. */
enum {
    PV_FATHER = 1,
    PV_BIRTH,
    PV_SEX,
    PV_PLACE,
    PV_MOTHER,
    PV_SPOUSE,
    PV_CHILD,
    PV_SIBLING,
    PV_RELATIVE,
    PV_PHONE,
    PV_DOCUMENT
};

/* Their levels, as `evidence.LEVELS` names them; 0 is no evidence. */
enum {
    PV_BIRTH_SAME = 1,
    PV_BIRTH_SAME_MONTH,
    PV_BIRTH_SAME_YEAR,
    PV_BIRTH_SWAPPED,
    PV_BIRTH_YEAR_OFF_SAME_DAY,
    PV_BIRTH_YEAR_MISTYPED,
    PV_BIRTH_PART_DIFFERS,
    PV_BIRTH_BOTH_DIFFER,
    PV_BIRTH_YEAR_OFF,
    PV_BIRTH_OVERLAP,
    PV_BIRTH_OVERLAP_WIDE,
    PV_BIRTH_OTHER_DATE,
    PV_BIRTH_FEW_YEARS,
    PV_BIRTH_DIFFERS,
    PV_BIRTH_UNREADABLE
};
enum { PV_SEX_SAME = 1, PV_SEX_DIFFERS, PV_SEX_NAME_AGREES, PV_SEX_NAME_DIFFERS, PV_SEX_NAMES_DIFFER };
enum { PV_PLACE_SAME = 1, PV_PLACE_FORMER, PV_PLACE_PART, PV_PLACE_REGION, PV_PLACE_COUNTRY, PV_PLACE_DIFFERS };
enum { PV_KIN_SAME = 1, PV_KIN_ALIKE, PV_KIN_DIFFERS };
enum { PV_NUMBER_SAME = 1, PV_NUMBER_TAIL, PV_NUMBER_DIFFERS };

/* The levels of two rows. Returns the bits that the table does not hold: the likeness of relatives' names, and what a
 * place or date is rarer or more common than others; with the table's they make the weight. `bits`, where wanted, gets
 * all bits of each feature. Symmetric. */
double pv_facts(const pv_scale *scale, const pv_side *left, const pv_side *right, uint8_t levels[PV_FEATURES],
                float bits[PV_FEATURES]);

/* What the bits of a name's tokens weigh together: less than their sum, for names go together. 0 stays 0. */
double pv_name_worth(const pv_weights *weights, double bits);

/* The sex that is stated, or that the endings of the names say: 1 female, 2 male, 3 other, 0 unknown. */
int pv_sex(const pv_side *side);

/* Under what a place and a birth are counted in `pv_rarity` (`facts.counted`); 0 where there is none. */
uint64_t pv_place_key(const pv_side *side);
uint64_t pv_birth_key(const pv_side *side, int whole);

#endif
