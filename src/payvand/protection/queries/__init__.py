"""What may be read of data protection; every query takes the Scope."""

from payvand.protection.queries.erasing import BackupCopy as BackupCopy
from payvand.protection.queries.erasing import backups_holding as backups_holding
from payvand.protection.queries.erasing import erasures as erasures
from payvand.protection.queries.erasing import erasures_done as erasures_done
from payvand.protection.queries.retention import cutoff as cutoff
