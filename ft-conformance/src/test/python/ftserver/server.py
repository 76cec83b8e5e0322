"""Accepts connections, and drains them."""

from __future__ import annotations

import socket
from threading import Event, Lock, Semaphore, Thread
from time import monotonic, sleep

from .connection import Connection, Limits
from .folder import ServedFolder

_POLL_SECONDS = 0.25
_STOP_SECONDS = 4.0
_SPARE_CONNECTIONS = 100
"""So many clients beyond the limit are told that the server is full."""


class Server:
    """A server on one address."""

    def __init__(self, root: str, host: str, port: int, limits: Limits = Limits()) -> None:
        self._folder = ServedFolder(root)
        self._limits = limits
        self._places = Semaphore(limits.exchanges)
        self._connections: set[Connection] = set()
        self._lock = Lock()
        self._stop = Event()
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        self._listener = socket.create_server((host, port), family=family, backlog=128)
        self.address = self._listener.getsockname()[:2]

    def stop(self) -> None:
        """Makes `run` drain all connections and return."""
        self._stop.set()

    def run(self) -> None:
        """Serves until `stop` is called."""
        self._listener.settimeout(_POLL_SECONDS)
        while not self._stop.is_set():
            try:
                sock, _ = self._listener.accept()
            except socket.timeout:
                continue
            except OSError:
                sleep(_POLL_SECONDS)  # No handles are left.
                continue
            self._accept(sock)
        self._listener.close()
        self._drain()

    def _accept(self, sock: socket.socket) -> None:
        with self._lock:
            open_now = len(self._connections)
            if open_now >= self._limits.connections + _SPARE_CONNECTIONS:
                sock.close()
                return
            is_full = open_now >= self._limits.connections
            connection = Connection(sock, self._folder, self._places, self._limits, is_full)
            self._connections.add(connection)
        Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        try:
            connection.run()
        finally:
            with self._lock:
                self._connections.discard(connection)

    def _drain(self) -> None:
        for connection in self._open_connections():
            connection.drain()
        if self._wait_for_all(self._limits.drain):
            return
        for connection in self._open_connections():
            connection.stop()
        self._wait_for_all(_STOP_SECONDS)

    def _open_connections(self) -> list[Connection]:
        with self._lock:
            return list(self._connections)

    def _wait_for_all(self, seconds: float) -> bool:
        deadline = monotonic() + seconds
        while self._open_connections():
            if monotonic() > deadline:
                return False
            sleep(0.02)
        return True
