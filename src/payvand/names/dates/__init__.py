"""Dates as people tell them: a year, a month, an age, "about", in two calendars. Pure."""

from payvand.names.dates.reading import Unreadable as Unreadable
from payvand.names.dates.reading import read as read
from payvand.names.dates.told import ToldDate as ToldDate
