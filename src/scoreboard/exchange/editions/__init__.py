"""Our own exports, read back: `reading` knows the files of an edition, `taking` makes observations of them."""

from scoreboard.exchange.editions.reading import EditionFile, find_editions, read_edition
from scoreboard.exchange.editions.taking import Taken, is_whole, take

__all__ = ["EditionFile", "Taken", "find_editions", "is_whole", "read_edition", "take"]
