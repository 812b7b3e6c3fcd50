"""What may be read of data protection; every query takes the Scope."""

from payvand.protection.queries.retention import cutoff as cutoff
