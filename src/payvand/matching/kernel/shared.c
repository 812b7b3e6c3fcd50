/* What two records share of what each is known by. */

#include "kernel.h"

/* For pairs of records, how many classes both have, and how rare these are together. Record n has classes[starts[n]] to
 * classes[starts[n + 1]], rising; `bits` holds the rarity of each class. */
PV_DOOR void pv_shared(const int64_t *starts, const int32_t *classes, const int32_t *bits, const int32_t *left,
                       const int32_t *right, int64_t count, int32_t *shared, int32_t *rarity) {
    for (int64_t pair = 0; pair < count; pair++) {
        const int32_t *one = classes + starts[left[pair]], *one_end = classes + starts[left[pair] + 1];
        const int32_t *other = classes + starts[right[pair]], *other_end = classes + starts[right[pair] + 1];
        shared[pair] = rarity[pair] = 0;
        while (one < one_end && other < other_end) {
            if (*one == *other) {
                shared[pair]++;
                rarity[pair] += bits[*one++];
                other++;
            } else if (*one < *other) one++;
            else other++;
        }
    }
}
