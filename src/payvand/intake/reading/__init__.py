"""Tables as they come: recognised by their content, read row by row, each row with the line it begins on."""

from payvand.intake.reading.recognising import Found as Found
from payvand.intake.reading.recognising import open_table as open_table
from payvand.intake.reading.recognising import recognise as recognise
from payvand.intake.reading.unreadable import Unreadable as Unreadable
