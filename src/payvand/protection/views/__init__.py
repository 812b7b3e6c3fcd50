"""The pages of data protection, by topic."""

from payvand.protection.views import breaches as breaches
from payvand.protection.views import erasing as erasing
from payvand.protection.views import exceptions as exceptions
from payvand.protection.views import oversight as oversight
from payvand.protection.views import persons as persons
from payvand.protection.views import requests as requests
