"""What is done with Red Cross messages."""

from payvand.families.services.messages.collecting import LONGEST_TEXT as LONGEST_TEXT
from payvand.families.services.messages.collecting import collect_message as collect_message
from payvand.families.services.messages.collecting import collect_reply as collect_reply
from payvand.families.services.messages.collecting import receive_message as receive_message
from payvand.families.services.messages.moving import add_translation as add_translation
from payvand.families.services.messages.moving import check_message as check_message
from payvand.families.services.messages.moving import check_messages as check_messages
from payvand.families.services.messages.moving import deliver_here as deliver_here
from payvand.families.services.messages.moving import forward_message as forward_message
from payvand.families.services.messages.moving import give_back as give_back
from payvand.families.services.messages.moving import give_out as give_out
from payvand.families.services.messages.moving import record_censored as record_censored
from payvand.families.services.messages.moving import record_distributed as record_distributed
from payvand.families.services.messages.moving import record_received as record_received
from payvand.families.services.messages.moving import record_refused as record_refused
from payvand.families.services.messages.moving import record_undeliverable as record_undeliverable
from payvand.families.services.messages.moving import return_message as return_message
from payvand.families.services.messages.moving import rewrite_message as rewrite_message
from payvand.families.services.messages.moving import try_again as try_again
from payvand.families.services.messages.moving import withdraw_message as withdraw_message
from payvand.families.services.messages.pouches import LARGEST as LARGEST
from payvand.families.services.messages.pouches import receive_pouch as receive_pouch
from payvand.families.services.messages.pouches import send_pouch as send_pouch
