"""The packages that the layers come from: unpacked whole, or again."""

import hashlib
import importlib
import zipfile
from pathlib import Path

import pytest

# `layers` is a folder of data and no package, so mypy knows the module by another name
packages = importlib.import_module("layers.derive.packages")


def test_what_broke_off_half_way_is_unpacked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "data-1.whl"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("data/land.txt", "land")
    package = packages.Package(
        "pip", "data", "1", archive.name, hashlib.sha256(archive.read_bytes()).hexdigest()
    )

    def breaks_off(_: Path, folder: Path) -> None:
        folder.mkdir(parents=True)
        raise OSError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(packages, "_unpack", breaks_off)
        for _ in range(2):
            with pytest.raises(OSError, match="the disk is full"):
                packages.fetch(package, tmp_path)
    assert (packages.fetch(package, tmp_path) / "data" / "land.txt").read_text() == "land"
