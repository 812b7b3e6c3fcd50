"""Columns that only this node can read, and the index that finds equal values among them."""

from payvand.core.encryption.fields import EncryptedTextField as EncryptedTextField
from payvand.core.encryption.fields import Sealed as Sealed
from payvand.core.encryption.keyring import Keyring as Keyring
from payvand.core.encryption.keyring import blind_index as blind_index
from payvand.core.encryption.keyring import keyring as keyring
