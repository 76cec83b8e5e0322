"""How large and how long the trials are."""

from dataclasses import dataclass

from figures import MIB


@dataclass(frozen=True)
class Size:
    """Numbers and bytes of the full trials. Each trial with --short takes seconds."""

    attack_file_bytes: int = 256 * MIB
    attack_seconds: int = 12
    attack_rounds: int = 5
    honest_clients: int = 20
    silent_connections: int = 5_000
    trickle_connections: int = 200
    share_file_bytes: int = 256 * MIB
    share_bytes_per_second: int = 50 * MIB
    share_seconds: int = 30
    share_connections: int = 50
    restart_file_bytes: int = 64 * MIB
    restart_sources: int = 10
    restart_lists: int = 7
    restart_singles: int = 20
    restart_every_seconds: float = 5
    # What all downloads together need for the time that they are to last.
    restart_bytes_per_second: int = 107 * MIB
    idle_connections: int = 10_000
    clients: int = 1_000
    client_bytes: int = 4 * MIB
    soak_connections: int = 40
    soak_large_bytes: int = 32 * MIB
    soak_files: int = 2_000
    soak_sample_seconds: float = 10
    replicas_file_bytes: int = 64 * MIB
    replicas_downloads: int = 50
    replicas_bytes_per_second: int = 100 * MIB
    dashboard_file_bytes: int = 8 * MIB
    dashboard_seconds: int = 60
    service_file_bytes: int = 256 * MIB
    image_file_bytes: int = 256 * MIB


SHORT = Size(
    attack_file_bytes=8 * MIB,
    attack_seconds=3,
    attack_rounds=1,
    honest_clients=4,
    silent_connections=200,
    trickle_connections=10,
    share_file_bytes=8 * MIB,
    share_bytes_per_second=4 * MIB,
    share_seconds=8,
    share_connections=5,
    restart_file_bytes=4 * MIB,
    restart_sources=3,
    restart_lists=1,
    restart_singles=3,
    restart_every_seconds=2,
    restart_bytes_per_second=8 * MIB,
    idle_connections=200,
    clients=20,
    client_bytes=MIB,
    soak_connections=8,
    soak_large_bytes=4 * MIB,
    soak_files=50,
    soak_sample_seconds=2,
    replicas_file_bytes=2 * MIB,
    replicas_downloads=4,
    replicas_bytes_per_second=2 * MIB,
    dashboard_file_bytes=2 * MIB,
    dashboard_seconds=10,
    service_file_bytes=32 * MIB,
    image_file_bytes=32 * MIB,
)
