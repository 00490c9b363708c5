"""Worker processes: started with all that is slow to load, ended with whoever uses them."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ProcessPoolExecutor


def pool(workers: int) -> ProcessPoolExecutor:
    """Workers forked from a server that has loaded models and tables once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["rashomon.engines.forebear"])
    return ProcessPoolExecutor(workers, context, _end_with_parent)


def _end_with_parent() -> None:
    """Ends this worker when the process that wants its work is killed: nobody else would."""

    def wait() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
