"""Every change of what this room keeps, and the question whether something may leave."""

from payvand.protection.services.asking import end_cannot_be_asked as end_cannot_be_asked
from payvand.protection.services.asking import record_cannot_be_asked as record_cannot_be_asked
from payvand.protection.services.disclosing import record_disclosure as record_disclosure
from payvand.protection.services.erasing import carry_out_erasure as carry_out_erasure
from payvand.protection.services.erasing import note_index_cleared as note_index_cleared
from payvand.protection.services.erasing import propose_erasure as propose_erasure
from payvand.protection.services.erasing import refuse_erasure as refuse_erasure
from payvand.protection.services.erasing import replay_ledger as replay_ledger
from payvand.protection.services.laws import load_laws as load_laws
from payvand.protection.services.laws import record_advice as record_advice
from payvand.protection.transfers import Verdict as Verdict
from payvand.protection.transfers import may_disclose as may_disclose
from payvand.protection.transfers import may_transfer as may_transfer
