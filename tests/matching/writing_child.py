"""Run by `test_killed_writer`: changes a register for ever and says each change that it was told is done."""

import itertools
import sys

from payvand.matching import Record, Register


def people(number):
    return [Record(f"{number}-{one}", given=f"Anvar{number}", surname=f"Nazarov{one}") for one in range(3)]


def main(path):
    register = Register.open(path, writable=True)
    print("ready", flush=True)
    for number in itertools.count():
        print("adding", number, flush=True)
        register.add(people(number))
        print("added", number, flush=True)
        if number % 2:
            print("removing", number - 1, flush=True)
            register.remove([person.id for person in people(number - 1)])
            print("removed", number - 1, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
