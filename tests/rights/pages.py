"""What the addresses of the pages need: the key of some form."""


def objects(cast):
    return {"anyone": "tests.form"}
