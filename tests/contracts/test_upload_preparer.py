"""What every UploadPreparer does; tests/integration/test_ray_ingest.py checks the one on Ray."""

from tests.fakes.upload_preparer import PreparerHere
from tests.support.preparing import check_preparer


async def test_each_upload_is_yielded_once_whatever_becomes_of_it() -> None:
    """Uploads have their text and vectors; what cannot be read has none, what is gone a reason."""
    await check_preparer(PreparerHere())
