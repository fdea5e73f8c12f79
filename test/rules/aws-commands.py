# Commands of the AWS CLI, one a line of the input, each read and checked by the CLI itself in this one process. Nothing is sent,
# but with --run, to the endpoint of the environment. Prints a line `command<TAB>what the CLI said` for each that it refuses. Runs with the Python that the CLI is installed for.
import contextlib
import io
import pathlib
import shlex
import sys

from awscli.clidriver import create_clidriver


class Taken(BaseException):
    """The request is made and every value of it checked: it would be sent now."""


def stop(**_):
    raise Taken


driver = create_clidriver()
run = '--run' in sys.argv
if not run:
    driver.session.register('before-call', stop)


def refused(command):
    """What the CLI says against a command; None when it takes it."""
    words = shlex.shlex(command, posix=True, punctuation_chars='>|;&')
    words.whitespace_split = True
    arguments = list(words)
    answer, said = io.StringIO(), io.StringIO()
    file = None
    if '>' in arguments:
        at = arguments.index('>')
        arguments, file = arguments[:at], arguments[at + 1]
    with contextlib.redirect_stdout(answer), contextlib.redirect_stderr(said):
        try:
            code = driver.main(arguments[1:])
        except SystemExit as end:
            code = end.code
        except Taken:
            return None
    if run and code == 0:
        if file is not None:
            pathlib.Path(file).write_text(answer.getvalue())
        return None
    said.write(answer.getvalue())
    return ' '.join(said.getvalue().split()) or f'ended with {code}'


for line in sys.stdin.read().splitlines():
    complaint = refused(line)
    if complaint is not None:
        print(f'{line}\t{complaint}')
