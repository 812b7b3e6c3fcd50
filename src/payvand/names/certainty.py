"""How sure a reading of a name is: a grade that a person can weigh, not a measured probability."""

import enum


class Certainty(enum.IntEnum):
    """Grades of a reading. SURE: the form leaves no other reading. LIKELY: usual. POSSIBLE: one reading of several."""

    UNKNOWN = 0
    POSSIBLE = 1
    LIKELY = 2
    SURE = 3
