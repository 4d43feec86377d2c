"""A replication pack: one zip from which every score can be made again, described as an RO-Crate.

`packing` gathers what is needed and writes the zip, `describing` says what every file is (RO-Crate 1.1),
`checking` opens a pack and holds it against its own hashes, `comparing` its recorded results against those made again.
"""

from pathlib import Path

from scoreboard.exchange.publishing.release import Release


def write(release: Release, folder: Path) -> list[Path]:
    """Write the replication pack."""
    from scoreboard.exchange.publishing.replication.packing import write_pack

    return [write_pack(release, folder)]
