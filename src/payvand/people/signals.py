"""What this room tells the rooms above it."""

from django.dispatch import Signal

# Sent with `person_ids` (a list) inside the transaction of a change of what people are found by: names, relatives,
# birth, place, sex, numbers, consent to be searched, protection, removal. A receiver that fails undoes the change.
people_changed = Signal()
