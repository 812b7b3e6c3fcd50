"""Every change of what this room keeps, and the question whether something may leave."""

from payvand.protection.services.asking import end_cannot_be_asked as end_cannot_be_asked
from payvand.protection.services.asking import record_cannot_be_asked as record_cannot_be_asked
from payvand.protection.services.breaches import assess_breach as assess_breach
from payvand.protection.services.breaches import close_breach as close_breach
from payvand.protection.services.breaches import note_told as note_told
from payvand.protection.services.breaches import report_breach as report_breach
from payvand.protection.services.breaches import still_to_tell as still_to_tell
from payvand.protection.services.disclosing import record_disclosure as record_disclosure
from payvand.protection.services.erasing import carry_out_erasure as carry_out_erasure
from payvand.protection.services.erasing import note_index_cleared as note_index_cleared
from payvand.protection.services.erasing import propose_erasure as propose_erasure
from payvand.protection.services.erasing import refuse_erasure as refuse_erasure
from payvand.protection.services.erasing import replay_ledger as replay_ledger
from payvand.protection.services.handing_over import hand_over as hand_over
from payvand.protection.services.keeping import decide_retention as decide_retention
from payvand.protection.services.keeping import set_period as set_period
from payvand.protection.services.laws import load_laws as load_laws
from payvand.protection.services.laws import record_advice as record_advice
from payvand.protection.services.requests import check_identity as check_identity
from payvand.protection.services.requests import decide_data_request as decide_data_request
from payvand.protection.services.requests import name_record as name_record
from payvand.protection.services.requests import take_data_request as take_data_request
from payvand.protection.transfers import Verdict as Verdict
from payvand.protection.transfers import may_disclose as may_disclose
from payvand.protection.transfers import may_transfer as may_transfer
