"""Run by `test_killed_writer`: changes a register for ever and says each change that it was told is done."""

import itertools
import sys

from payvand.matching import Record, Register


def people(number):
    return [Record(f"{number}-{one}", given=f"Anvar{number}", surname=f"Nazarov{one}") for one in range(3)]


def say(what, number):
    sys.stdout.write(f"{what} {number}\n")
    sys.stdout.flush()


def main(path):
    register = Register.open(path, writable=True)
    for number in itertools.count():
        say("adding", number)
        register.add(people(number))
        say("added", number)
        if number % 2:
            say("removing", number - 1)
            register.remove([person.id for person in people(number - 1)])
            say("removed", number - 1)


if __name__ == "__main__":
    main(sys.argv[1])
