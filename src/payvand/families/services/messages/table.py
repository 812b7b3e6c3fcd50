"""Which service takes which step; a reply is taken by a form of its own."""

from collections.abc import Callable, Mapping

from payvand.families.enums.messages import MessageStep
from payvand.families.models import RedCrossMessage
from payvand.families.services.messages import moving

STEPS: Mapping[str, Callable[..., RedCrossMessage]] = {
    MessageStep.CHECK: moving.check_message,
    MessageStep.RETURN: moving.return_message,
    MessageStep.REWRITE: moving.rewrite_message,
    MessageStep.TRANSLATE: moving.add_translation,
    MessageStep.FORWARD: moving.forward_message,
    MessageStep.DELIVER_HERE: moving.deliver_here,
    MessageStep.RECEIVE: moving.record_received,
    MessageStep.HAND_OUT: moving.give_out,
    MessageStep.DISTRIBUTE: moving.record_distributed,
    MessageStep.UNDELIVERABLE: moving.record_undeliverable,
    MessageStep.REFUSE: moving.record_refused,
    MessageStep.CENSOR: moving.record_censored,
    MessageStep.TRY_AGAIN: moving.try_again,
    MessageStep.GIVE_BACK: moving.give_back,
    MessageStep.WITHDRAW: moving.withdraw_message,
}
