"""Every change of what this room keeps, and the question whether something may leave."""

from payvand.protection.services.disclosing import record_disclosure as record_disclosure
from payvand.protection.transfers import Verdict as Verdict
from payvand.protection.transfers import may_disclose as may_disclose
from payvand.protection.transfers import may_transfer as may_transfer
