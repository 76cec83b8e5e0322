"""Makes the files that are served, the same ones each time, and compares copies with them."""

import os
import random
import shutil
import subprocess

from figures import BenchError, MIB

# Small, since the memory of the harness hides that of what it starts, see measure.Sample.
_CHUNK_BYTES = MIB // 4


class Files:
    """Files and trees below one folder; each is made when it is first asked for."""

    def __init__(self, root, report):
        self.root = root
        self._report = report
        root.mkdir(parents=True)

    def file(self, name, size_bytes):
        path = self.root / name
        if path.exists():
            return path
        self._make_sure_of_room(size_bytes)
        if size_bytes >= 256 * MIB:
            self._report(f"  making {name}, {size_bytes / MIB:,.0f} MiB")
        source = random.Random(f"{name} {size_bytes}")
        with open(path, "wb", buffering=0) as file:
            left = size_bytes
            while left > 0:
                left -= file.write(source.randbytes(min(left, _CHUNK_BYTES)))
        return path

    def tree(self, name, files, size_bytes, per_folder=None):
        """A folder with so many files, in folders of so many each, or all in one."""
        top = self.root / name
        if top.exists():
            return top
        # Each file takes at least a page, and a kibibyte or so for itself.
        self._make_sure_of_room(files * (max(size_bytes, 4096) + 1024))
        source = random.Random(f"{name} {files} {size_bytes}")
        top.mkdir()
        folder = top
        for number in range(files):
            if per_folder is not None and number % per_folder == 0:
                folder = top / f"folder-{number // per_folder:03}"
                folder.mkdir()
            descriptor = os.open(folder / f"file-{number:06}.bin", os.O_WRONLY | os.O_CREAT, 0o644)
            os.write(descriptor, source.randbytes(size_bytes))
            os.close(descriptor)
        return top

    def remove(self, path):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()

    def _make_sure_of_room(self, size_bytes):
        free = shutil.disk_usage(self.root).free
        if free < size_bytes + 16 * MIB:
            raise BenchError(f"{self.root} has {free / MIB:,.0f} MiB left, which is not enough; see --work")


def names_below(top):
    """The paths of all files of a tree, relative to it, in order."""
    names = []
    for folder, _, files in os.walk(top):
        names.extend(os.path.relpath(os.path.join(folder, file), top) for file in files)
    return sorted(names)


class Check:
    """Compares a copy, a file or a tree, with its source."""

    def __init__(self, source, copy):
        self.source = source
        self.copy = copy
        self._expected = None

    def full(self):
        """Byte for byte, and nothing too many."""
        self.quick()
        if self.source.is_dir():
            # Names alone for what is in one of them only, which quick has counted.
            command = ["diff", "-r", "-q", str(self.source), str(self.copy)]
        else:
            command = ["cmp", str(self.source), str(self.copy)]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BenchError(f"the copy differs: {(done.stdout + done.stderr)[:500].strip()}")

    def size_bytes(self):
        """Of all of the source."""
        return self._source_extent()[1]

    def _source_extent(self):
        if self._expected is None:
            self._expected = _extent(self.source)
        return self._expected

    def quick(self):
        """What can be seen without reading: sizes, and how many files there are."""
        if not self.copy.exists():
            raise BenchError(f"there is no copy {self.copy}")
        found = _extent(self.copy)
        if found != self._source_extent():
            raise BenchError(f"{self.copy} has (files, bytes) {found} instead of {self._source_extent()}")


def _extent(path):
    if not path.is_dir():
        return 1, path.stat().st_size
    files = size_bytes = 0
    pending = [path]
    while pending:
        with os.scandir(pending.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                else:
                    files += 1
                    size_bytes += entry.stat(follow_symlinks=False).st_size
    return files, size_bytes
