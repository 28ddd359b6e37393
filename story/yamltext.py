"""The text of a YAML file, or why it is not read."""

from pathlib import Path
from typing import Final

from geo.errors import ReadError, StorymapError

MAX_BYTES: Final = 1_000_000
"""so much is parsed within seconds, whatever it is; the story that ships has a twentieth of it"""
FEWER: Final = "keep data in a file of its own, such as a CSV"


class YamlError(StorymapError):
    """The file is not YAML that this project reads; `.problems` holds `file:line: what` lines."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def text_of(path: Path) -> str:
    """The text of a file of UTF-8.

    Raises `ReadError` when the file cannot be read, and `YamlError` when it holds no such text.
    """
    try:
        # a pipe would keep its reader waiting, and a device never ends
        if path.exists() and not path.is_file() and not path.is_dir():
            raise ReadError(f"{path}: is not a regular file")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise ReadError(f"{path}: is a folder; name the YAML file in it") from None
    except FileNotFoundError:
        raise ReadError(f"{path}: there is no such file") from None
    except OSError as error:
        raise ReadError(
            f"{path}: cannot be read ({error.strerror}); check its permissions"
        ) from None
    if len(raw) > MAX_BYTES:
        what = f"is too long; a configuration may have {MAX_BYTES:,} bytes"
        raise ReadError(f"{path}: {what}; {FEWER}")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise YamlError([f"{path}:{line}: not UTF-8 text; save the file as UTF-8"]) from None
