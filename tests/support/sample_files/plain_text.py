"""A plain text file."""

from tests.support.sample_files import SampleFile


def sample() -> SampleFile:
    """Return a text in Windows-1252 with line ends as on Windows."""
    text = "The heron nests in the old mill.\r\n\r\nIt weighs 2 kg – the chick “far” less.\r\n"
    return SampleFile(
        media_type="text/plain",
        filename="herons.txt",
        content=text.encode("cp1252"),
        reads=("The heron nests in the old mill.", "2 kg – the chick “far” less."),
    )
