"""What may be read of data protection; every query takes the Scope."""

from payvand.protection.queries.erasing import BackupCopy as BackupCopy
from payvand.protection.queries.erasing import backups_holding as backups_holding
from payvand.protection.queries.erasing import erasures as erasures
from payvand.protection.queries.erasing import erasures_done as erasures_done
from payvand.protection.queries.erasing import last_day_in_backups as last_day_in_backups
from payvand.protection.queries.erasing import may_propose as may_propose
from payvand.protection.queries.register import breaches as breaches
from payvand.protection.queries.register import cannot_be_asked as cannot_be_asked
from payvand.protection.queries.register import country_laws as country_laws
from payvand.protection.queries.register import disclosures as disclosures
from payvand.protection.queries.requests import content_of as content_of
from payvand.protection.queries.requests import data_requests as data_requests
from payvand.protection.queries.requests import may_read_content as may_read_content
from payvand.protection.queries.requests import sections_of_person as sections_of_person
from payvand.protection.queries.retention import cutoff as cutoff
from payvand.protection.queries.retention import due_for_review as due_for_review
from payvand.protection.queries.retention import periods as periods
from payvand.protection.queries.work import due_work as due_work
