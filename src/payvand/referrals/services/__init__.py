"""Changes of this room: the directory, a referral, its steps, what the person says of it."""

from payvand.referrals.services.directory import ProviderFacts as ProviderFacts
from payvand.referrals.services.directory import add_provider as add_provider
from payvand.referrals.services.directory import change_provider as change_provider
from payvand.referrals.services.directory import close_provider as close_provider
from payvand.referrals.services.directory import verify_provider as verify_provider
from payvand.referrals.services.referring import refer as refer
from payvand.referrals.services.steps import STEPS as STEPS
from payvand.referrals.services.steps import decline_referral as decline_referral
from payvand.referrals.services.steps import give_up_feedback as give_up_feedback
from payvand.referrals.services.steps import record_accepted as record_accepted
from payvand.referrals.services.steps import record_feedback as record_feedback
from payvand.referrals.services.steps import record_not_served as record_not_served
from payvand.referrals.services.steps import record_refused as record_refused
from payvand.referrals.services.steps import record_served as record_served
from payvand.referrals.services.steps import send_referral as send_referral
