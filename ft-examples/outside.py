"""Follows docs/embedding.md as it is written, in a project outside of this build: a server and a client of one's own.

Installs ft-codec into the local repository, takes pom.xml, sources and commands out of the guide, and compares what the
programs made with what they should have made; then the same once more as a module of its own. Other than in the guide are
only the ports, the folder of the copy, and ft, which is the one of this checkout.
"""

import re
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs/embedding.md"
NUMBERS = 1_000_000
CONTENT = b"".join(b"%07d\n" % number for number in range(NUMBERS))
LIMIT_SECONDS = 300
# The compiler plugin that Maven 3.8 takes by itself knows no modules.
COMPILE_MODULE = "javac -d target/classes -p $(cat target/classpath) $(find src -name '*.java')"
MODULE = "module org.example.numbers {\n  requires io.ft.codec;\n}\n"


def files_of(text):
    """The files of the first two examples, by name."""
    pattern = r"<!-- file: (\S+) -->\n```\w+\n(.*?)```\n"
    files = dict(re.findall(pattern, text, re.DOTALL))
    return {name: body for name, body in files.items() if "/http/" not in name}


def commands_of(text):
    """The commands, in their order: install, compile, serve, get, pipe."""
    commands = [command.strip() for command in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]
    if len(commands) != 5:
        sys.exit(f"outside: {len(commands)} commands in the guide (expected: 5)")
    return commands


def in_a_module(command):
    """The same program from the module path."""
    return re.sub(r"java -cp (.*) (?=io\.ft\.examples)", r"java -p \1 -m org.example.numbers/", command)


def run(command, folder):
    print("$", command, flush=True)
    subprocess.run(command, shell=True, cwd=folder, check=True, timeout=LIMIT_SECONDS)


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def receive_all(listener, copies):
    connection, _ = listener.accept()
    with connection:
        copies.append(b"".join(iter(lambda: connection.recv(65536), b"")))


def serve_and_fetch(commands, folder):
    serve, get, pipe = commands
    port = free_port()
    print("$", serve, flush=True)
    serve = "exec " + serve.replace("9000", port)
    server = subprocess.Popen(serve, shell=True, cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        print(server.stdout.readline(), end="", flush=True)
        get = get.replace("ft get", str(ROOT / "bin/ft") + " get").replace("-O /tmp", "-O .")
        run(get.replace("9000", port), folder)
        if (folder / str(NUMBERS)).read_bytes() != CONTENT:
            sys.exit("outside: what ft fetched is not what the server has")
        copies = []
        with socket.create_server(("127.0.0.1", 0)) as listener:
            receiver = threading.Thread(target=receive_all, args=(listener, copies))
            receiver.start()
            run(pipe.replace("9000", port).replace("9001", str(listener.getsockname()[1])), folder)
            receiver.join(LIMIT_SECONDS)
        if copies != [CONTENT]:
            sys.exit("outside: what was piped is not what the server has")
    finally:
        server.terminate()
        server.wait(LIMIT_SECONDS)


def main():
    text = GUIDE.read_text(encoding="utf-8")
    install, compile_command, *rest = commands_of(text)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, body in files_of(text).items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(body, encoding="utf-8")
        run(install, ROOT)
        run(compile_command, folder)
        serve_and_fetch(rest, folder)
        (folder / "src/main/java/module-info.java").write_text(MODULE, encoding="utf-8")
        run(COMPILE_MODULE, folder)
        serve_and_fetch([in_a_module(command) for command in rest], folder)
    print("A project outside of this build served and fetched what it should, also as a module.")


if __name__ == "__main__":
    main()
