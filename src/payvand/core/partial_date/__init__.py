"""Dates as people know them: a year, a month, an age, "about", in two calendars; unknown is a value."""

from payvand.core.partial_date.fields import PartialDateField as PartialDateField
from payvand.core.partial_date.fields import PartialDateFormField as PartialDateFormField
from payvand.core.partial_date.value import DateNotUnderstood as DateNotUnderstood
from payvand.core.partial_date.value import PartialDate as PartialDate
