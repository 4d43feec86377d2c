"""Work on several cores gives what one core gives, and what fails is said."""

import os

import pytest

from scoreboard.robustness import spreading
from scoreboard.robustness.spreading import aside, cores, forked, spread


def refuse(number):
    if number == 3:
        raise ValueError("the fourth is refused")
    return number


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(workers):
    here = {"a": 2}  # a task holds what it likes, sent or not
    assert list(spread(lambda number: number * here["a"], 7, workers)) == [0, 2, 4, 6, 8, 10, 12]


@pytest.mark.parametrize("workers", [1, 2])
def test_what_a_task_raises_is_raised_here(workers):
    with pytest.raises(ValueError, match="the fourth"):
        list(spread(refuse, 5, workers))


@pytest.mark.parametrize("number", [1, 2])
def test_a_task_aside_is_done_when_it_was_waited_for(monkeypatch, tmp_path, number):
    monkeypatch.setattr(spreading, "cores", lambda: number)
    wait = aside(lambda: (tmp_path / "done").write_text(str(os.getpid()), "utf-8"))
    wait()
    assert ((tmp_path / "done").read_text("utf-8") == str(os.getpid())) == (number == 1)
    with pytest.raises(ValueError, match="the fourth"):
        aside(lambda: refuse(3))()


@pytest.mark.parametrize("can", [True, False])
def test_where_there_is_no_fork_a_task_is_done_here(monkeypatch, can):
    monkeypatch.setattr(spreading, "CAN_FORK", can)
    assert (forked(os.getpid)() == os.getpid()) == (not can)
    assert can or cores() == 1


def test_cores_are_those_that_this_process_may_use():
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    assert cores() == allowed
