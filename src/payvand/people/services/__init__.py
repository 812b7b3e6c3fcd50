"""Every change of what this room keeps: one named service each, atomic, with its audit row."""

from payvand.people.services.consents import offer_for_tracing as offer_for_tracing
from payvand.people.services.consents import record_consent as record_consent
from payvand.people.services.consents import withdraw_consent as withdraw_consent
from payvand.people.services.facts import add_identifier as add_identifier
from payvand.people.services.facts import add_name as add_name
from payvand.people.services.facts import add_relation as add_relation
from payvand.people.services.facts import change_person as change_person
from payvand.people.services.facts import prefer_name as prefer_name
from payvand.people.services.facts import register_mentioned as register_mentioned
from payvand.people.services.facts import remove_identifier as remove_identifier
from payvand.people.services.facts import remove_name as remove_name
from payvand.people.services.facts import remove_relation as remove_relation
from payvand.people.services.flags import end_flag as end_flag
from payvand.people.services.flags import set_flag as set_flag
from payvand.people.services.inputs import NameInput as NameInput
from payvand.people.services.inputs import PersonInput as PersonInput
from payvand.people.services.linking import link_same_person as link_same_person
from payvand.people.services.linking import unlink_same_person as unlink_same_person
from payvand.people.services.protecting import end_named_access as end_named_access
from payvand.people.services.protecting import keep_closely as keep_closely
from payvand.people.services.protecting import name_users as name_users
from payvand.people.services.protecting import remove_person as remove_person
from payvand.people.services.protecting import set_confidentiality as set_confidentiality
from payvand.people.services.registering import register_people as register_people
from payvand.people.services.registering import register_people_in_batches as register_people_in_batches
from payvand.people.services.registering import register_person as register_person
