"""Work spread over processes that are forked from this one, since threads wait for each other here.

A task is inherited with all that it holds, so nothing of it is sent; only its results are. It must not use a library
that keeps threads of its own and that this process has used before (typst, vl-convert, pyfixest): in a forked process
such threads are gone, and it would wait for them for ever.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_all_start_methods, get_context
from typing import Any, TypeVar

Result = TypeVar("Result")
CAN_FORK = "fork" in get_all_start_methods()


def cores() -> int:
    """Return how many processes can work at once, of the cores that this one may use; 1 where there is no fork."""
    if not CAN_FORK:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(task: Callable[[int], Result], count: int, workers: int) -> Iterator[Result]:
    """Do tasks 0 … count − 1 in forked processes, or here where one is enough, and yield their results in order.

    Parameters
    ----------
    task : what it returns must be small and can be sent; what it raises is raised here.
    workers : processes.
    """
    if min(workers, count, cores()) < 2:
        yield from map(task, range(count))
        return
    with _unwarned(), _forks(task, min(workers, count)) as pool:
        yield from pool.map(_do, range(count))


def aside(task: Callable[[], Result]) -> Callable[[], Result]:
    """Begin a task in a forked process where there is a core for it; see `forked`."""
    return forked(task) if cores() > 1 else task


def forked(task: Callable[[], Result]) -> Callable[[], Result]:
    """Begin a task in a forked process, and return what waits for its result and raises what it raised.

    Where there is no fork, waiting is doing it.
    """
    if not CAN_FORK:
        return task
    pool = _forks(lambda _: task(), 1)
    with _unwarned():
        done = pool.submit(_do, 0)

    def wait() -> Result:
        with pool:
            found: Result = done.result()
            return found

    return wait


def _forks(task: Callable[[int], Any], workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, get_context("fork"), _adopt, (task,))


@contextmanager
def _unwarned() -> Iterator[None]:
    """Say nothing of threads, which the tasks do not wait for."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        yield


_tasks: list[Callable[[int], Any]] = []
"""In a forked process: what it does."""


def _adopt(task: Callable[[int], Any]) -> None:
    _tasks[:] = [task]


def _do(number: int) -> Any:  # noqa: ANN401  (what the task returns)
    return _tasks[0](number)
