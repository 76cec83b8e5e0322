"""A server of the classic dialect for the row "start": python3 classic_server.py DIR.

It leaves 2 ms between the two parts of its answer. Without a gap the original client mostly reads both at once, takes
the file for missing and is fast; ft-server leaves 500 ms, which is safe on any machine, and would be all that is
measured. Where 2 ms are too short, because the machine is busy, it waits until the client has read the first part: it
can look, since both are on one machine.
"""

import os
import socket
import struct
import sys
import time

GAP_SECONDS = 0.002
NETLINK_SOCK_DIAG = 4
SOCK_DIAG_BY_FAMILY = 20


def unread_bytes(connection):
    """What waits to be read at the other end, by sock_diag(7): to read /proc/net/tcp would take longer than the gap."""
    client, server = connection.getpeername(), connection.getsockname()
    request = struct.pack("=4BI", socket.AF_INET, socket.IPPROTO_TCP, 0, 0, 0xFFFFFFFF)
    request += struct.pack("!2H", client[1], server[1])
    request += socket.inet_aton(client[0]).ljust(16, b"\0") + socket.inet_aton(server[0]).ljust(16, b"\0")
    # Any interface, any cookie.
    request += struct.pack("=3I", 0, 0xFFFFFFFF, 0xFFFFFFFF)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, NETLINK_SOCK_DIAG) as kernel:
        kernel.settimeout(1)
        kernel.send(struct.pack("=I2H2I", 16 + len(request), SOCK_DIAG_BY_FAMILY, 1, 1, 0) + request)
        answer = kernel.recv(4096)
    if struct.unpack_from("=H", answer, 4)[0] != SOCK_DIAG_BY_FAMILY:
        raise OSError("the kernel does not tell about sockets")
    return struct.unpack_from("=I", answer, 72)[0]


def wait_until_read(connection):
    try:
        while unread_bytes(connection) > 0:
            time.sleep(0.001)
    except OSError as cause:
        # Then the gap has to do; a copy that is missing ends the measurement.
        print(cause, file=sys.stderr, flush=True)


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
    # To look takes some time, too, which is part of the gap.
    gap_ends = time.monotonic() + GAP_SECONDS
    time.sleep(GAP_SECONDS / 2)
    wait_until_read(connection)
    time.sleep(max(0, gap_ends - time.monotonic()))
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
