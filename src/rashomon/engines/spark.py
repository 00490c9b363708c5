"""A cluster: the same work on parts inside Spark's tasks, the same statements as Spark SQL.

Every machine has this package installed and sees the folders of inputs and results under the same
paths. Parts are written by whoever does them, so that they are the same files as on one machine.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from rashomon.exceptions import StageError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

T = TypeVar("T")

_DIFFERING = """
CREATE OR REPLACE TEMPORARY FUNCTION differing(a BIGINT, b BIGINT) RETURNS INT
RETURN bit_count(a ^ b)
"""


class Spark:
    """A session of a cluster at `master` ("spark://HOST:7077"; None: what Spark's own
    configuration says, or this machine); `memory` ("4GB") is for each of its processes.

    Raises `StageError` if there is no Java, or no session can be had.
    """

    # All: Spark parts its work by itself.
    at_once: int | None = None

    def __init__(self, master: str | None = None, memory: str | None = None) -> None:
        if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
            raise StageError("Spark needs Java 17 or later, and none is found", stage="batch")
        # Unless somebody says otherwise, workers run the Python that runs here.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.appName("rashomon batch")
        told: dict[str, bool | float | int | str | None] = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            # Never used, and made all the same, by default in the folder that one stands in.
            "spark.sql.warehouse.dir": Path(tempfile.gettempdir(), "rashomon-spark").as_uri(),
            "spark.sql.parquet.compression.codec": "zstd",
        }
        if master is not None:
            told["spark.master"] = master
        if memory is not None:
            size = memory.lower().removesuffix("b")
            told |= {"spark.driver.memory": size, "spark.executor.memory": size}
        with _errors():
            self._session: SparkSession = builder.config(map=told).getOrCreate()
            self._session.sparkContext.setLogLevel("ERROR")
            self._session.sql(_DIFFERING)

    def each(self, work: Callable[[T], int], items: Sequence[T]) -> Iterator[int]:
        """Does work for each item in a task of its own; see `Engine`."""
        if not items:
            return
        every = tuple(items)

        def do(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                done = [work(every[number]) for number in batch.column(0).to_pylist()]
                yield pa.record_batch([pa.array(done, pa.int64())], ["done"])

        with _errors():
            numbers = self._session.range(0, len(every), 1, len(every))
            found = numbers.mapInArrow(do, "done bigint").collect()
        yield from (int(row[0]) for row in found)

    def table(self, name: str, folder: Path) -> None:
        """Lets statements call a folder's files by a name."""
        with _errors():
            reader = self._session.read.option("pathGlobFilter", "*.parquet")
            reader.parquet(folder.absolute().as_uri()).createOrReplaceTempView(name)

    def save(self, selects: Sequence[str], folder: Path) -> None:
        """Writes the rows of statements into a folder, which is made anew."""
        with _errors():
            for number, select in enumerate(selects):
                mode = "append" if number else "overwrite"
                self._rows(select).write.mode(mode).parquet(folder.absolute().as_uri())

    def number(self, select: str) -> int:
        """The one number that a statement gives."""
        with _errors():
            return int(self._rows(select).collect()[0][0])

    def close(self) -> None:
        """Gives the cluster's resources back."""
        self._session.stop()

    def _rows(self, select: str) -> DataFrame:
        return self._session.sql(select)


@contextmanager
def _errors() -> Iterator[None]:
    """Turns what Spark raises into `StageError`."""
    try:
        yield
    except (PySparkException, Py4JError) as error:
        raise StageError(str(error).partition("\n")[0], stage="batch") from error
