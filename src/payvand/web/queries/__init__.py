"""What the rooms below say, put together for the pages that show all of them."""

from payvand.web.queries.calendar import Month as Month
from payvand.web.queries.calendar import Whose as Whose
from payvand.web.queries.calendar import listed as listed
from payvand.web.queries.calendar import month_of as month_of
from payvand.web.queries.dashboard import INDICATORS as INDICATORS
from payvand.web.queries.dashboard import Shown as Shown
from payvand.web.queries.dashboard import counted_rows as counted_rows
from payvand.web.queries.dashboard import figure as figure
from payvand.web.queries.dashboard import figures as figures
from payvand.web.queries.home import DueDays as DueDays
from payvand.web.queries.home import Today as Today
from payvand.web.queries.home import today as today
from payvand.web.queries.search import Results as Results
from payvand.web.queries.search import search as search
