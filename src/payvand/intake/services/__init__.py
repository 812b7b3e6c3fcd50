"""Every change of a table on its way in: one named service each, atomic, with its audit row."""

from payvand.intake.services.emptying import empty_old_tables as empty_old_tables
from payvand.intake.services.emptying import forget_subjects as forget_subjects
from payvand.intake.services.leasing import LostLease as LostLease
from payvand.intake.services.receiving import receive_table as receive_table
from payvand.intake.services.steps import begin_undo as begin_undo
from payvand.intake.services.steps import discard_table as discard_table
from payvand.intake.services.steps import explain_words as explain_words
from payvand.intake.services.steps import name_columns as name_columns
from payvand.intake.services.steps import read_again as read_again
from payvand.intake.services.steps import take_rows as take_rows
from payvand.intake.services.working import work_once as work_once
