"""What the addresses of the web room need: the code of an indicator."""


def objects(_cast):
    return {"code": "RFL01"}
