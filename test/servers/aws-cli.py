# The AWS CLI, loaded once: each command line that comes over the socket is carried out by a fork, with the streams, the environment and the
# folder of whoever asked, and its exit code sent back. Runs with the Python that the CLI is installed for: aws-cli.py SOCKET COMMAND
# SERVICE..., where COMMAND is the file to write that is called like `aws`, and the models of the services are loaded beforehand.
import json
import os
import signal
import socket
import sys
import traceback

from awscli import clidriver

CLIENT = f'''#!{sys.executable} -IS
import json, os, socket, sys
asked = socket.socket(socket.AF_UNIX)
asked.connect({sys.argv[1]!r})
socket.send_fds(asked, [b'.'], [0, 1, 2])
asked.sendall(json.dumps([sys.argv[1:], dict(os.environ), os.getcwd()]).encode())
asked.shutdown(socket.SHUT_WR)
sys.exit(int(asked.recv(8) or 255))
'''


def carry_out(asked):
    _, streams, _, _ = socket.recv_fds(asked, 1, 3)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    message = b''
    while part := asked.recv(65536):
        message += part
    words, environment, folder = json.loads(message)
    # The CLI finds its own models by it, and has set it when it was loaded.
    models = os.environ['AWS_DATA_PATH']
    os.environ.clear()
    os.environ.update({**environment, 'AWS_DATA_PATH': models})
    os.chdir(folder)
    try:
        code = driver.main(words)
    except SystemExit as end:
        code = end.code
    sys.stdout.flush()
    sys.stderr.flush()
    asked.sendall(str(code or 0).encode())


# What the first command, and the first one of each service, would load.
driver = clidriver.create_clidriver()
driver.session.get_data('cli')
for service in sys.argv[3:]:
    driver.session.get_service_model(service)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
listening = socket.socket(socket.AF_UNIX)
listening.bind(sys.argv[1])
listening.listen()
with open(os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT, 0o755), 'w') as file:
    file.write(CLIENT)
print('ready', flush=True)
while True:
    connection, _ = listening.accept()
    if os.fork() == 0:
        listening.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        try:
            carry_out(connection)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    connection.close()
