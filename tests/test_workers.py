"""Workers that may be lost: whatever a task does to its process, the other tasks are done and every task has one end."""

import ctypes
import os
import random
import resource
import signal
import stat
import sys
import threading
import time

import pytest

from lawreport_cli import workers
from lawreport_cli.workers import Done, Limits, Lost, Pool

LIMITS = Limits(seconds=0.4, memory=1 << 30)
ROOMY = Limits(seconds=0.4, memory=8 << 30)  # a fork of a test process that has imported much has a large address space


def _spin():
    while True:
        pass


def _spin_in_c():
    pow(7, 1 << 40, (1 << 400_000) + 1)


def _recurse(depth=0):
    return _recurse(depth + 1)


KEPT = []  # what a task leaves behind in its process

FAULTS = {
    "spin": _spin,
    "spin in C": _spin_in_c,
    "sleep": lambda: time.sleep(100),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "exit": lambda: os._exit(7),
    "sys.exit": sys.exit,
    "raise": lambda: 1 // 0,
    "recurse": _recurse,
}  # fmt: skip


def work(task, say):
    """`fault:…` misbehaves; all else is answered with itself."""
    kind, _, rest = task.partition(":")
    match kind:
        case "fault":
            say(f"about to {rest}")
            FAULTS[rest]()
        case "memory":
            try:
                bytearray(2 << 30)
            except MemoryError:
                return {"code": "memory", "pid": os.getpid()}, b"", False
        case "steps":
            for _ in range(int(rest)):
                end = time.process_time() + 0.05
                while time.process_time() < end:
                    pass
                say("")
        case "flood":
            return {}, b"x" * (workers.MAX_ANSWER + 1), True
        case "junk":
            os.write(_channel(), b"{" * 100 + b"\n")
            time.sleep(100)
        case "endless line":
            while True:
                os.write(_channel(), b"x" * 65536)
        case "keep":
            KEPT.append(b"x" * (int(rest) << 20))
        case "limits":
            return {"core": resource.getrlimit(resource.RLIMIT_CORE)}, b"", True
    return {"pid": os.getpid()}, task.encode(), True


def _channel():
    return next(fd for fd in range(3, 64) if _is_socket(fd))


def _is_socket(fd):
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False


def run(tasks, *, jobs=2, limits=LIMITS):
    """The end of each task, in the order of the tasks."""
    ends = {}
    waiting = list(enumerate(tasks))[::-1]
    with Pool(work, jobs, limits) as pool:
        while len(ends) < len(tasks):
            while waiting and pool.has_room:
                pool.begin(*waiting.pop())
            for end in pool.wait(1):
                assert end.key not in ends, "a task with two ends"
                ends[end.key] = end
    return [ends[key] for key in range(len(tasks))]


def test_tasks_are_done_and_processes_serve_many():
    ends = run([f"task {n}" for n in range(50)])
    assert [end.payload.decode() for end in ends] == [f"task {n}" for n in range(50)]
    assert len({end.facts["pid"] for end in ends}) == 2
    assert os.getpid() not in {end.facts["pid"] for end in ends}


@pytest.mark.parametrize(
    ("task", "loss", "number"),
    [
        ("fault:spin", "cpu", 0),
        ("fault:spin in C", "cpu", 0),
        ("fault:sleep", "silence", 0),
        ("fault:kill", "signal", signal.SIGKILL),
        ("fault:segfault", "signal", signal.SIGSEGV),
        ("fault:abort", "signal", signal.SIGABRT),
        ("fault:exit", "exit", 7),
        ("fault:sys.exit", "exit", 1),
        ("fault:raise", "exit", 1),
        ("fault:recurse", "exit", 1),
        ("flood", "flood", 0),
        ("junk", "flood", 0),
        ("endless line", "flood", 0),
    ],
)
@pytest.mark.parametrize("at", [0, 7])
def test_a_task_that_ends_its_process_harms_no_other(task, loss, number, at):
    tasks = [f"task {n}" for n in range(10)]
    tasks[at] = task
    began = time.monotonic()
    ends = run(tasks, limits=ROOMY if loss == "flood" else LIMITS)
    assert time.monotonic() - began < 5
    lost = ends.pop(at)
    assert isinstance(lost, Lost)
    assert (lost.loss, lost.number) == (loss, number)
    assert lost.said == (f"about to {task.removeprefix('fault:')}" if task.startswith("fault") else "")
    assert [end.payload.decode() for end in ends] == [t for t in tasks if t != task]


def test_a_process_short_of_memory_serves_no_other_task():
    ends = run(["a", "memory", "b"], jobs=1)
    pids = [end.facts["pid"] for end in ends]
    assert len(set(pids)) == 3, "the task is tried again in a new process, and that one is not used again"
    assert ends[1].facts["code"] == "memory"


def test_a_process_that_keeps_much_memory_serves_no_other_task():
    ends = run(["a", "keep:1", "b", f"keep:{workers._GROWTH >> 20}", "c"], jobs=1, limits=ROOMY)
    pids = [end.facts["pid"] for end in ends]
    assert len(set(pids[:4])) == 1
    assert pids[4] != pids[3]


def test_a_task_that_goes_on_step_by_step_may_take_longer():
    (end,) = run(["steps:12"], limits=LIMITS)
    assert isinstance(end, Lost), "0.6 s of CPU, 0.4 s allowed and 12 times a sixtieth of it"
    (end,) = run(["steps:12"], limits=Limits(seconds=0.55, memory=1 << 30))
    assert isinstance(end, Done), "0.6 s of CPU, 0.55 s allowed and 12 times a sixtieth of it"


def test_clocks_stand_still_while_the_owner_of_the_pool_is_held_up():
    with Pool(work, 1, LIMITS) as pool:
        pool.begin(0, "fault:sleep")
        time.sleep(1.5)
        began = time.monotonic()
        (end,) = pool.wait(5)
        assert isinstance(end, Lost)
        assert 0.5 < time.monotonic() - began < 2


def test_no_process_outlives_the_pool():
    with Pool(work, 2, LIMITS) as pool:
        pool.begin(0, "fault:sleep")
        pool.begin(1, "task")
        pids = [worker.pid for worker in pool._workers]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_workers_leave_no_core_files():
    (end,) = run(["limits"])
    assert end.facts["core"] == [0, 0]


def test_workers_killed_at_random_lose_no_task():
    ends = {}
    kills = 0
    rng = random.Random(0)
    with Pool(work, 2, Limits()) as pool:
        waiting = list(range(60))[::-1]
        while len(ends) < 60:
            while waiting and pool.has_room:
                key = waiting.pop()
                pool.begin(key, "steps:0" if key % 3 else "steps:1")
            if rng.random() < 0.4:
                os.kill(rng.choice(pool._workers).pid, signal.SIGKILL)
                kills += 1
            for end in pool.wait(1):
                ends[end.key] = end
    assert kills > 10
    assert all(isinstance(end, Done) for end in ends.values())


def test_an_interrupt_from_the_keyboard_reaches_the_owner_alone():
    with Pool(work, 1, Limits()) as pool:
        pool.begin(0, "steps:4")
        os.kill(pool._workers[0].pid, signal.SIGINT)
        (end,) = pool.wait(5)
        assert isinstance(end, Done)
    assert threading.active_count() == 1
