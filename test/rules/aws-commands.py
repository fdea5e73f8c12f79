# Commands of the AWS CLI, one a line of the input, each read and checked by the CLI itself in this one process; nothing is sent.
# Prints a line `command<TAB>what the CLI said` for each that it refuses. Runs with the Python that the CLI is installed for.
import contextlib
import io
import shlex
import sys

from awscli.clidriver import create_clidriver


class Taken(BaseException):
    """The request is made and every value of it checked: it would be sent now."""


def stop(**_):
    raise Taken


driver = create_clidriver()
driver.session.register('before-call', stop)


def refused(command):
    """What the CLI says against a command; None when it takes it."""
    words = shlex.shlex(command, posix=True, punctuation_chars='>|;&')
    words.whitespace_split = True
    arguments = list(words)
    if '>' in arguments:
        arguments = arguments[: arguments.index('>')]
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            code = driver.main(arguments[1:])
        except SystemExit as end:
            code = end.code
        except Taken:
            return None
    return ' '.join(said.getvalue().split()) or f'ended with {code}'


for line in sys.stdin.read().splitlines():
    complaint = refused(line)
    if complaint is not None:
        print(f'{line}\t{complaint}')
