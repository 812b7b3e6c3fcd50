"""Every change of what this room keeps: one named service each, atomic, with its audit row."""

from payvand.people.services.inputs import NameInput as NameInput
from payvand.people.services.inputs import PersonInput as PersonInput
from payvand.people.services.registering import register_people as register_people
from payvand.people.services.registering import register_people_in_batches as register_people_in_batches
from payvand.people.services.registering import register_person as register_person
