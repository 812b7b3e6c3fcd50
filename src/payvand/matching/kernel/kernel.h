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

/* --- the likeness model ------------------------------------------------------------------------------------------ */

/* Units of `taken` source and `given` target letters. `rows` and `columns` number the chunks of letters (an array over
 * letter codes, of one axis for each letter; number 0 is "no unit"); `table` gives the chance of each unit. */
typedef struct {
    int32_t taken, given;
    int32_t row_count, column_count;
    const int32_t *rows, *columns;
    const float *table;
    const float *row_sums, *column_sums;
} pv_shape;

/* One pair of scripts, source before target. `kept` is one less the chance that a source letter is written by nothing. */
typedef struct {
    int32_t shapes;
    int32_t source_letters, target_letters;
    int32_t start; /* the code that stands before the first letter of a source */
    double kept;
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

/* How many records hold a name: keys sorted, counts beside them. */
typedef struct {
    int64_t names;
    const uint64_t *keys;
    const uint32_t *counts;
    double records;
} pv_rarity;

/* Bits of pairs of forms, by the hashes of both: `slots` is a power of two, or 0 for no memory. */
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

/* Bits of each level of each feature, and what the name costs; see `weights.py`. */
typedef struct {
    float level[PV_FEATURES][PV_LEVELS];
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

/* The weight of two names (`count` refs each); pieces, if wanted, are added to `pieces` from `*found` on. */
double pv_name_weight(const pv_scale *scale, const uint32_t *left_tokens, const uint32_t *left, int left_count,
                      const uint32_t *right_tokens, const uint32_t *right, int right_count, pv_piece *pieces, int *found);

/* Levels of everything but the name: `evidence.c`. */
void pv_levels(const pv_scale *scale, const pv_side *left, const pv_side *right, uint8_t levels[PV_FEATURES]);

#endif
