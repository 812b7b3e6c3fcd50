"""Changes of this room: deadlines for other rooms, times and days off for the head of tracing, feeds for everyone."""

from payvand.deadlines.services.feeds import end_feed as end_feed
from payvand.deadlines.services.feeds import open_feed as open_feed
from payvand.deadlines.services.feeds import reader_of as reader_of
from payvand.deadlines.services.setting import assign_deadlines as assign_deadlines
from payvand.deadlines.services.setting import drop_deadlines as drop_deadlines
from payvand.deadlines.services.setting import meet_deadline as meet_deadline
from payvand.deadlines.services.setting import set_deadline as set_deadline
from payvand.deadlines.services.times import add_holiday as add_holiday
from payvand.deadlines.services.times import remove_holiday as remove_holiday
from payvand.deadlines.services.times import reset_times as reset_times
from payvand.deadlines.services.times import set_times as set_times
from payvand.deadlines.services.times import set_weekend as set_weekend
