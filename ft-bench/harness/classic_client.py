"""A client of the classic dialect for the row "start", where the original one is not at hand.

It imports what that one imports and reads as that one reads, 1,024 bytes at a time. HOST and PORT come from the
environment, the name of the file from standard input; the copy is received_NAME in the folder that it runs in.
"""
import os
import socket

server = (os.environ["HOST"], int(os.environ["PORT"]))

with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as connection:
    connection.connect(server)
    name = input("Name of the file: ")
    connection.send(name.encode("utf-8"))
    if connection.recv(1024).decode("utf-8") != "EXISTS":
        raise SystemExit("The server has no such file.")
    size = int(connection.recv(1024).decode("utf-8"))
    print(f"{name} has {size} bytes.")
    connection.send(b"READY")
    received = 0
    with open("received_" + name, "wb") as copy:
        while received < size:
            data = connection.recv(1024)
            if not data:
                raise SystemExit("The connection ended before the file did.")
            copy.write(data)
            received += len(data)
            print(f"{received} of {size} bytes are here.")
    print(f"{name} is here as received_{name}.")
