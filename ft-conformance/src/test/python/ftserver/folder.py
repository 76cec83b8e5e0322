"""The files below the root: sections 3.6 and 3.9.

A path is walked part by part along handles of the folders.  No step follows
a symbolic link (P-6), and hidden names do not exist (P-8).
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from typing import Iterator

from ftproto import payloads as p
from ftproto.errors import ErrorCode
from ftproto.fields import SECONDS_MAX, SECONDS_MIN, Time
from ftproto.paths import PATH_MAX, is_hidden, is_utf8, is_valid_path

_NO_SUCH_FILE = {
    errno.ENOENT,
    errno.ENOTDIR,
    errno.EISDIR,
    errno.ELOOP,
    errno.EACCES,
    errno.EPERM,
    errno.ENAMETOOLONG,
    errno.ENXIO,
    errno.ENODEV,
    errno.EINVAL,
}
_NO_RESOURCES = {errno.EMFILE, errno.ENFILE, errno.ENOMEM}
_BUSY_MILLIS = 1_000
_FILE_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_FOLDER_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC


class Refused(Exception):
    """The server cannot serve what was asked for.  `message` says it."""

    def __init__(self, message: p.Payload) -> None:
        super().__init__(str(message))
        self.message = message


def _refusal(error: OSError) -> Refused:
    """What an error of the system means to a client (R-1 to R-3)."""
    if error.errno in _NO_SUCH_FILE:
        return Refused(p.NotExists())
    return _read_failure(error)


def _read_failure(error: OSError) -> Refused:
    """What an error means to a client that was told that there is something."""
    if error.errno in _NO_RESOURCES:
        return Refused(p.Busy(_BUSY_MILLIS))
    return Refused(p.Failure(ErrorCode.READ_ERROR, b"cannot be read"))


def _tag_of(status: os.stat_result) -> bytes:
    """The tag of a version of a file (R-5)."""
    facts = (
        status.st_dev,
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )
    return hashlib.blake2b(repr(facts).encode(), digest_size=16).digest()


def _modified(status: os.stat_result) -> Time:
    """The time of the last modification, within the limits of N-3."""
    time = Time.from_nanos(status.st_mtime_ns)
    return time._replace(seconds=max(SECONDS_MIN, min(time.seconds, SECONDS_MAX)))


class OpenFile:
    """A file that is held open."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Refused(p.NotExists())
        self.size = status.st_size
        self.modified = _modified(status)
        self.tag = _tag_of(status)

    def read(self, offset: int, length: int) -> bytes:
        """These bytes, if the file is still the announced one (B-6)."""
        try:
            data = self._read_all(offset, length)
            tag = _tag_of(os.fstat(self._handle))
        except OSError as error:
            raise _read_failure(error) from error
        if tag != self.tag:
            raise Refused(p.Failure(ErrorCode.CHANGED, b"the file has changed"))
        if len(data) != length:
            raise Refused(p.Failure(ErrorCode.READ_ERROR, b"the file ends too early"))
        return data

    def _read_all(self, offset: int, length: int) -> bytes:
        data = bytearray()
        while len(data) < length:
            piece = os.pread(self._handle, length - len(data), offset + len(data))
            if not piece:
                break
            data += piece
        return bytes(data)

    def close(self) -> None:
        """Gives up the handle."""
        os.close(self._handle)


class ServedFolder:
    """The root, and what lies below it."""

    def __init__(self, root: str) -> None:
        self._root = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def open_file(self, path: bytes) -> OpenFile:
        """Opens a file; raises Refused."""
        if not is_valid_path(path) or is_hidden(path):
            raise Refused(p.NotExists())
        folder, _, name = path.rpartition(b"/")
        try:
            parent = self._open_folder(folder)
            try:
                handle = _open_regular(name, parent)
            finally:
                os.close(parent)
        except OSError as error:
            raise _refusal(error) from error
        try:
            return OpenFile(handle)
        except BaseException:
            os.close(handle)
            raise

    def list_folder(self, path: bytes, recursive: bool) -> Iterator[p.Entry | p.ListEnd]:
        """The entries of a folder, and LIST_END; raises Refused."""
        if path and (not is_valid_path(path) or is_hidden(path)):
            raise Refused(p.NotExists())
        try:
            handle = self._open_folder(path)
        except OSError as error:
            raise _refusal(error) from error
        listing = _Listing(path, recursive)
        try:
            yield from listing.walk(handle)
        except OSError as error:
            raise _read_failure(error) from error
        yield p.ListEnd(listing.entries, listing.omitted)

    def _open_folder(self, path: bytes) -> int:
        handle = os.dup(self._root)
        for part in path.split(b"/") if path else ():
            parent = handle
            try:
                handle = os.open(part, _FOLDER_FLAGS, dir_fd=parent)
            finally:
                os.close(parent)
        return handle


def _open_regular(name: bytes, parent: int) -> int:
    """Opens a regular file, and no device: to open one can have effects."""
    status = os.stat(name, dir_fd=parent, follow_symlinks=False)
    if not stat.S_ISREG(status.st_mode):
        raise Refused(p.NotExists())
    return os.open(name, _FILE_FLAGS, dir_fd=parent)


class _Level:
    """An open folder of a walk.  `below` is its path, with a slash behind."""

    def __init__(self, handle: int, below: bytes) -> None:
        self.handle = handle
        self.below = below
        try:
            self._names = os.scandir(handle)
        except OSError:
            os.close(handle)
            raise

    def next_name(self) -> bytes | None:
        """The next name in the folder; None behind the last one."""
        found = next(self._names, None)
        return None if found is None else os.fsencode(found.name)

    def close(self) -> None:
        """Gives up the handles."""
        self._names.close()
        os.close(self.handle)


class _Listing:
    """One walk through a folder."""

    def __init__(self, path: bytes, recursive: bool) -> None:
        self.entries = 0
        self.omitted = 0
        self._prefix_bytes = len(path) + 1 if path else 0
        self._recursive = recursive

    def walk(self, handle: int) -> Iterator[p.Entry]:
        """The entries of an open folder.  Closes its handle."""
        levels = [_Level(handle, b"")]
        try:
            while levels:
                name = levels[-1].next_name()
                if name is None:
                    levels.pop().close()
                    continue
                entry = self._entry(levels[-1], name)
                if entry is None:
                    continue
                self.entries += 1
                yield entry
                if self._recursive and entry.kind == p.KIND_FOLDER:
                    levels += _open_below(levels[-1], name)
        finally:
            for level in levels:
                level.close()

    def _entry(self, level: _Level, name: bytes) -> p.Entry | None:
        """The entry of a name; None if it has none (L-3, L-6)."""
        if is_hidden(name):
            return None
        try:
            status = os.stat(name, dir_fd=level.handle, follow_symlinks=False)
        except OSError as error:
            if error.errno in _NO_SUCH_FILE:
                return None  # It went during the listing (L-5).
            raise
        is_folder = stat.S_ISDIR(status.st_mode)
        if not is_folder and not stat.S_ISREG(status.st_mode):
            return None
        path = level.below + name
        if not is_utf8(name) or self._prefix_bytes + len(path) > PATH_MAX:
            self.omitted += 1
            return None
        if is_folder:
            return p.Entry(p.KIND_FOLDER, 0, _modified(status), b"", path)
        return p.Entry(p.KIND_FILE, status.st_size, _modified(status), _tag_of(status), path)


def _open_below(level: _Level, name: bytes) -> list[_Level]:
    """The folder below; none if it is gone or may not be read (L-7)."""
    try:
        handle = os.open(name, _FOLDER_FLAGS, dir_fd=level.handle)
    except OSError as error:
        if error.errno in _NO_SUCH_FILE:
            return []
        raise
    return [_Level(handle, level.below + name + b"/")]
