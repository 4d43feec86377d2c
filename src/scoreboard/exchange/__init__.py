"""Other people's formats, in and out: the declared datasets of Eurostat and others become national datasets.

A file is found (`inbox`), read in its own shape (`shapes`), understood in our terms (`cells`), cut into
indicators as their `sources` say (`slices`), counted to the last row (`counts`) and joined with what the
states have of their own (`national`, `writing`); `importing` is the whole way. No dataset has code of its
own. `fetching` brings the files from where the register says that they are. `publishing` writes an edition in
the formats that others read, and `editions` reads it back.
"""

from scoreboard.exchange.counts import DatasetCount, ImportReport
from scoreboard.exchange.importing import import_folder

__all__ = ["DatasetCount", "ImportReport", "import_folder"]
