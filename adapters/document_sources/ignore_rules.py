"""What is left out of a folder: hidden files, files of the system, and what .quothignore names."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from pathspec import GitIgnoreSpec

from domain.documents.filenames import nfc

IGNORE_FILE = ".quothignore"

_OF_THE_SYSTEM = re.compile(
    r"\.(?!\.?$).*|~\$.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|\$RECYCLE\.BIN"
    r"|System Volume Information|__MACOSX",
    re.IGNORECASE,
)


class IgnoreRules:
    """The rules of the .quothignore files of a folder and its subfolders, as git reads its own.

    The last rule that matches decides, and those of a deeper folder come last. Nothing comes back
    of a folder that is left out: whoever lists a folder does not look into it.
    """

    def __init__(self) -> None:
        self._specs: dict[PurePosixPath, GitIgnoreSpec] = {}

    def add(self, folder: str, lines: Iterable[str]) -> None:
        """Add the lines of the file in a folder, whose path is empty for the topmost one."""
        self._specs[PurePosixPath(folder)] = GitIgnoreSpec.from_lines(map(nfc, lines))

    def leave_out(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a file or folder is left out; the folders above it are not looked at."""
        place = PurePosixPath(nfc(path))
        if _OF_THE_SYSTEM.fullmatch(place.name):
            return True
        for folder in place.parents:
            if spec := self._specs.get(folder):
                below = place.relative_to(folder).as_posix() + "/" * is_folder
                included = spec.check_file(below).include
                if included is not None:
                    return included
        return False

    def leave_out_within(self, path: str) -> bool:
        """Whether a file is left out, or a folder above it."""
        parts = path.split("/")
        above = ("/".join(parts[:end]) for end in range(1, len(parts)))
        return any(self.leave_out(each, is_folder=True) for each in above) or self.leave_out(path)
