"""A server of the classic dialect for the row "start": python3 classic_server.py DIR.

It leaves 2 ms between the two parts of its answer. Without a gap the original client mostly reads both at once, takes
the file for missing and is fast; ft-server leaves 500 ms, which is safe on any machine, and would be all that is
measured. Where 2 ms are too short, because the machine is busy, it waits until the client has read the first part: it
can look, since both are on one machine.
"""

import os
import socket
import sys
import time

GAP_SECONDS = 0.002


def wait_until_read(connection, limit_seconds=5):
    """The kernel tells what waits to be read at the other end, whose own address is the remote one here."""
    ends = [f":{end[1]:04X}" for end in (connection.getpeername(), connection.getsockname())]
    until = time.monotonic() + limit_seconds
    while time.monotonic() < until:
        with open("/proc/net/tcp", encoding="ascii") as table:
            for line in table:
                _, local, remote, _, queues, *_ = line.split()
                if local.endswith(ends[0]) and remote.endswith(ends[1]) and queues.endswith(":00000000"):
                    return
        time.sleep(0.001)


def serve(connection, folder):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    name = connection.recv(1024).decode("utf-8")
    path = os.path.join(folder, os.path.basename(name))
    if not os.path.isfile(path):
        connection.sendall(b"NOT_EXISTS")
        return
    with open(path, "rb") as file:
        content = file.read()
    connection.sendall(b"EXISTS")
    time.sleep(GAP_SECONDS)
    wait_until_read(connection)
    connection.sendall(str(len(content)).encode("ascii"))
    if connection.recv(1024) == b"READY":
        connection.sendall(content)


def main():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(f"listening on 127.0.0.1:{listener.getsockname()[1]}", flush=True)
        while True:
            connection, _ = listener.accept()
            with connection:
                try:
                    serve(connection, sys.argv[1])
                except OSError as cause:
                    print(cause, file=sys.stderr, flush=True)


main()
