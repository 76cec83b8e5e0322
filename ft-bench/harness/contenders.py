"""The commands that are compared. Each is given its server and what it fetches, and gets a folder of its own."""

from files import Check, names_below
from measure import Contender

# See services.start_rsync.
_AT_ONCE = "--sockopts=TCP_NODELAY"


def _ft(bench, name, server, words, folder, copy, source, options):
    options = dict(options)
    prefix = options.pop("prefix", ())
    java = options.pop("java", None)
    address = options.pop("address", None) or server.address
    # With the certificate of who vouches for the server, by TLS.
    authority = options.pop("authority", None)
    scheme, trust = ("ft", []) if authority is None else ("fts", ["--cacert", authority])
    path = source.relative_to(server.root)
    command = [*prefix, bench.checkout / "bin/ft", "get", "-s", *trust, *words, folder, f"{scheme}://{address}/{path}"]
    env = bench.env(java)
    return Contender(name, command, folder, Check(source, copy), server, env=env, **options)


def ft_file(bench, server, source, *, name="`ft get`", **options):
    folder = bench.copies(on_disk=options.get("on_disk", False))
    return _ft(bench, name, server, ["-O"], folder, folder / source.name, source, options)


def ft_tree(bench, server, source, *, name="`ft get -r`", **options):
    folder = bench.copies(on_disk=options.get("on_disk", False))
    return _ft(bench, name, server, ["-r", "-O"], folder, folder / source.name, source, options)


def curl_file(
    bench, server, source, *, name="nginx + curl", prefix=(), address=None, on_disk=False, authority=None, suite=None
):
    folder = bench.copies(on_disk=on_disk)
    scheme, trust = "http", []
    if authority is not None:
        scheme, trust = "https", ["--cacert", authority, "--tlsv1.3", "--tls13-ciphers", suite, "--http1.1"]
    url = f"{scheme}://{address or server.address}/{source.relative_to(server.root)}"
    command = [*prefix, "curl", "-sSf", *trust, "-o", folder / source.name, url]
    return Contender(name, command, folder, Check(source, folder / source.name), server, on_disk=on_disk)


def curl_tree(bench, server, source, *, name="nginx + `curl -Z`", prefix=(), address=None):
    """As many at once as curl's own default; the names come from a file, since curl has no listings."""
    folder = bench.copies()
    copy = folder / source.name
    config = bench.new_folder("curl") / "config"
    with open(config, "w", encoding="utf-8") as file:
        file.write("create-dirs\n")
        for path in names_below(source):
            url = f"http://{address or server.address}/{source.relative_to(server.root)}/{path}"
            file.write(f'url = "{url}"\noutput = "{copy / path}"\n')
    command = [*prefix, "curl", "-sSf", "-Z", "--parallel-max", "50", "-K", config]
    return Contender(name, command, folder, Check(source, copy), server)


def rsync_file(bench, server, source, *, name="`rsync --whole-file`", prefix=(), address=None, on_disk=False):
    folder = bench.copies(on_disk=on_disk)
    url = f"rsync://{address or server.address}/files/{source.relative_to(server.root)}"
    command = [*prefix, "rsync", _AT_ONCE, "--whole-file", url, f"{folder}/"]
    return Contender(name, command, folder, Check(source, folder / source.name), server, on_disk=on_disk)


def rsync_tree(bench, server, source, *, name="`rsync -a`", prefix=(), address=None):
    folder = bench.copies()
    url = f"rsync://{address or server.address}/files/{source.relative_to(server.root)}"
    command = [*prefix, "rsync", _AT_ONCE, "-a", url, f"{folder}/"]
    return Contender(name, command, folder, Check(source, folder / source.name), server)


def wget2_file(bench, server, source, *, name="nginx + wget2", on_disk=False):
    folder = bench.copies(on_disk=on_disk)
    url = f"http://{server.address}/{source.relative_to(server.root)}"
    command = ["wget2", "-q", "--no-hsts", "-P", folder, url]
    return Contender(name, command, folder, Check(source, folder / source.name), server, on_disk=on_disk)


def wget2_tree(bench, server, source, *, name="nginx + `wget2 -i`"):
    folder = bench.copies()
    urls = bench.new_folder("wget2") / "urls"
    with open(urls, "w", encoding="utf-8") as file:
        for path in names_below(source):
            file.write(f"http://{server.address}/{source.relative_to(server.root)}/{path}\n")
    # In a folder of each server's name unless told otherwise; 50 threads are as many as curl has connections.
    command = ["wget2", "-q", "--no-hsts", "--max-threads=50", "-x", "-nH", "-P", folder, "-i", urls]
    return Contender(name, command, folder, Check(source, folder / source.relative_to(server.root)), server)


def cp_file(bench, source, *, name="`cp`", on_disk=False):
    folder = bench.copies(on_disk=on_disk)
    command = ["cp", source, folder]
    return Contender(name, command, folder, Check(source, folder / source.name), on_disk=on_disk)
