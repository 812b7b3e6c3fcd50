"""The rows of the room."""

from payvand.protection.models.breach import Breach as Breach
from payvand.protection.models.breach import BreachNotice as BreachNotice
from payvand.protection.models.disclosure import Disclosure as Disclosure
from payvand.protection.models.erasure import Erasure as Erasure
from payvand.protection.models.erasure import RetentionDecision as RetentionDecision
from payvand.protection.models.erasure import RetentionPeriod as RetentionPeriod
from payvand.protection.models.law import CannotBeAsked as CannotBeAsked
from payvand.protection.models.law import CountryLaw as CountryLaw
from payvand.protection.models.request import DataSubjectRequest as DataSubjectRequest
from payvand.protection.models.request import RequestSubject as RequestSubject
