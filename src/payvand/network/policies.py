"""The rights of this room; `access`, which knows the roles, gives them out."""

FIND_PLACES = "network.find_places"
SEE_CONTACTS = "network.see_contacts"
CHANGE_NETWORK = "network.change_network"
