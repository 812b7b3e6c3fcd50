"""Changes in the work with families of the missing: needs, referrals, accompaniment, legal steps."""

from payvand.families.services.missing.accompanying import begin_accompaniment as begin_accompaniment
from payvand.families.services.missing.accompanying import end_accompaniment as end_accompaniment
from payvand.families.services.missing.accompanying import record_session as record_session
from payvand.families.services.missing.legal import LegalFacts as LegalFacts
from payvand.families.services.missing.legal import add_legal_step as add_legal_step
from payvand.families.services.missing.legal import change_legal_step as change_legal_step
from payvand.families.services.missing.needs import Account as Account
from payvand.families.services.missing.needs import open_family as open_family
from payvand.families.services.missing.needs import record_assessment as record_assessment
from payvand.families.services.missing.needs import refer_need as refer_need
