"""What may be read of people; every query takes the Scope."""

from payvand.people.queries.card import PersonCard as PersonCard
from payvand.people.queries.card import person_card as person_card
from payvand.people.queries.exceptions import KeptRecord as KeptRecord
from payvand.people.queries.exceptions import describe_kept as describe_kept
from payvand.people.queries.exceptions import exceptions as exceptions
from payvand.people.queries.exceptions import kept_closely as kept_closely
from payvand.people.queries.exceptions import openable as openable
from payvand.people.queries.exceptions import opened_now as opened_now
from payvand.people.queries.exceptions import to_review as to_review
from payvand.people.queries.flags import flags_of as flags_of
from payvand.people.queries.flags import may_ask_authority as may_ask_authority
from payvand.people.queries.held import held_about as held_about
from payvand.people.queries.held import index_holds as index_holds
from payvand.people.queries.held import out_of_use_since as out_of_use_since
from payvand.people.queries.visible import KnownRelative as KnownRelative
from payvand.people.queries.visible import known_relatives as known_relatives
from payvand.people.queries.visible import named_users as named_users
from payvand.people.queries.visible import names_of as names_of
from payvand.people.queries.visible import relations_of as relations_of
from payvand.people.queries.visible import same_person_links as same_person_links
from payvand.people.queries.visible import visible_people as visible_people
from payvand.people.queries.visible import within_level as within_level
