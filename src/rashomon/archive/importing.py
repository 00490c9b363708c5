"""What a batch has read into an archive, as if the archive had read it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from rashomon.archive import Archive, Progress
from rashomon.engines import analysed, batch
from rashomon.exceptions import StageError
from rashomon.model import Failure

# Reports stored in one transaction, as in reading.
_CHUNK = 100


def bring(archive: Archive, out: Path, progress: Progress) -> list[Failure]:
    """Keeps all reports of a batch in an archive and relates them; returns what failed in it.

    A second call, as after a kill, keeps none twice. Raises `StageError` for a folder that holds no
    batch whose reports are done, or one of other settings: the archive would not know.
    """
    if batch.made_with(out) != batch.decisive(archive.settings):
        cause = "was made with other settings than this archive is opened with"
        raise StageError(cause, input=str(out), stage="import")
    names = analysed.done(out)
    for number, name in enumerate(names):
        progress("keeping", number, len(names))
        reports = analysed.entries(name, out)
        while some := list(islice(reports, _CHUNK)):
            archive.keep(some)
    failures = list(analysed.failed(out))
    archive.store.put_failures(failures)
    archive.update(progress)
    return failures
