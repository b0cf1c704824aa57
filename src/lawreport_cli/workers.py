"""Processes that may be lost: takes tasks and one function, gives what each task came to, whatever becomes of a process.

A worker is a fork that does one task at a time under clocks and a limit on memory which the kernel keeps, so that a loop
in C is ended like one in Python. Each has a channel of its own: no worker can harm another, at whatever moment it dies.
What comes back is a line of JSON and bytes, never objects: nothing that read a hostile file is unpickled. The process
that owns the pool must have one thread, or a fork may find a lock taken.
"""

import contextlib
import gc
import json
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal, NoReturn, Self

Facts = dict[str, Any]
# Does a task; gives facts (JSON), bytes, and whether the process is still sound. Calls its second argument with "" after
# each step, and with a text that shall be known even if the process is lost.
Work = Callable[[str, Callable[[str], None]], tuple[Facts, bytes, bool]]
Loss = Literal["cpu", "wall", "silence", "memory", "flood", "signal", "exit"]

MAX_ANSWER = 64 << 20  # bytes: some 60,000 claims
_MAX_LINE = 1 << 20
_TASKS = 500  # one worker does so many: what libraries leak does not add up
_GROWTH = 128 << 20  # bytes that a worker may keep from a task: Python gives little back after a large one
_ALONE = 10  # seconds that a worker whose pool is gone may outlive its limits
_IDLE = 0.02  # of one processor
_ATTEMPTS = 2  # a task that ended its worker is tried again in a new one
_KILLED = {signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM}  # comes from outside: tried for longer


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use."""

    seconds: float = 60.0  # CPU; a sixtieth more for each step done, up to ten times as much
    memory: int = 2 << 30  # bytes of address space

    def __str__(self) -> str:
        return f"{self.seconds:g} s, {self.memory} bytes"

    @property
    def bonus(self) -> float:
        """CPU seconds that a step done earns."""
        return self.seconds / 60

    @property
    def most(self) -> float:
        """CPU seconds that no task exceeds."""
        return 10 * self.seconds

    @property
    def silence(self) -> float:
        """Seconds by the clock in which no step is done and hardly anything computed."""
        return 2 * self.seconds

    def wall(self, steps: int) -> float:
        """Seconds by the clock for a task that has done so many steps: wide, or a busy machine would decide."""
        return 10 * min(self.seconds + steps * self.bonus, self.most)


@dataclass(frozen=True, slots=True)
class Done:
    """A task came to its end: its `facts` with `seconds` (wall) and `cpu` added, and its bytes."""

    key: int
    facts: Facts
    payload: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """A task ended its worker, or had to be ended with it."""

    key: int
    loss: Loss
    said: str  # the last text it told, or ""
    seconds: float  # by the clock
    number: int = 0  # of the signal, or the exit code


@dataclass(slots=True, eq=False)
class _Worker:
    pid: int
    channel: socket.socket
    held: int  # bytes of memory, when it began
    key: int = -1  # of the task in hand; -1: none
    task: str = ""
    served: int = 0
    cpu: float = 0.0  # seconds used when it was last looked at
    attempts: int = 0
    since: float = 0.0  # when the first attempt began
    steps: int = 0
    said: str = ""
    began: float = 0.0
    heard: float = 0.0
    heap: bytearray = field(default_factory=bytearray)
    facts: Facts | None = None  # the answer's first line has come


class Pool:
    """Up to `jobs` workers; a context. Ends all of them on leaving."""

    def __init__(self, work: Work, jobs: int, limits: Limits) -> None:
        self._work, self._jobs, self._limits = work, jobs, limits
        self._workers: list[_Worker] = []
        self._poll = select.poll()
        self._left = time.monotonic()  # when `wait` was last left

    @property
    def has_room(self) -> bool:
        """Whether a task can be begun at once."""
        return sum(worker.key >= 0 for worker in self._workers) < self._jobs

    @property
    def busy(self) -> bool:
        """Whether a task is in hand."""
        return any(worker.key >= 0 for worker in self._workers)

    def begin(self, key: int, task: str) -> None:
        """Begin a task: one line of text, told apart by `key` (from 0). Raises OSError when no process can be made."""
        self._give(next((w for w in self._workers if w.key < 0), None), key, task, 0, time.monotonic())

    def wait(self, seconds: float) -> list[Done | Lost]:
        """What tasks came to, as soon as there is something; an empty list after `seconds`."""
        results: list[Done | Lost] = []
        now = time.monotonic()
        until = now + seconds
        self._pause(now - self._left)
        while not results and now < until:
            pause = max(0.0, min([until, *map(self._due, self._working())]) - now)
            ready = {descriptor for descriptor, _ in self._poll.poll(pause * 1000)}
            before, now = now, time.monotonic()
            self._pause(now - before - pause)
            for worker in [w for w in self._workers if w.channel.fileno() in ready]:
                results += self._hear(worker)
            for worker in self._working():
                if worker.channel.fileno() not in ready and self._due(worker) <= now:
                    results += self._overdue(worker, now)
        self._left = now
        return results

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in list(self._workers):
            self._end(worker)

    # ------------------------------------------------------------ clocks

    def _working(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.key >= 0]

    def _pause(self, seconds: float) -> None:
        """While this process itself was held up (a full pipe, Ctrl-Z), no clock of a worker runs."""
        if seconds > 1:
            for worker in self._working():
                worker.began += seconds
                worker.heard += seconds

    def _due(self, worker: _Worker) -> float:
        return min(worker.began + self._limits.wall(worker.steps), worker.heard + self._limits.silence)

    def _overdue(self, worker: _Worker, now: float) -> list[Done | Lost]:
        if now < worker.began + self._limits.wall(worker.steps):
            used = _cpu_seconds(worker.pid)
            if used - worker.cpu > _IDLE * self._limits.silence:  # it computes: the kernel counts that
                worker.heard, worker.cpu = now, used
                return []
            loss: Loss = "silence"
        else:
            loss = "wall"
        self._end(worker)
        return [Lost(worker.key, loss, worker.said, now - worker.began)]

    # ------------------------------------------------------------ workers

    def _give(self, worker: _Worker | None, key: int, task: str, attempts: int, since: float) -> None:
        while True:
            worker = worker or self._fork()
            worker.key, worker.task, worker.attempts = key, task, attempts + 1
            worker.since, worker.steps, worker.said, worker.cpu = since, 0, "", _cpu_seconds(worker.pid)
            worker.began = worker.heard = time.monotonic()
            try:
                worker.channel.sendall(task.encode() + b"\n")
                return
            except (BrokenPipeError, ConnectionResetError):  # it was killed while it had nothing to do
                self._end(worker)
                worker = None

    def _fork(self) -> _Worker:
        ours, theirs = socket.socketpair()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # or Ctrl-C might find two of this process
        try:
            pid = os.fork()
            if pid == 0:
                _serve(theirs, self._work, self._limits)
            worker = _Worker(pid, ours, _held(pid))
            self._workers.append(worker)
            self._poll.register(ours, select.POLLIN)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        return worker

    def _end(self, worker: _Worker) -> tuple[int, int]:
        """End a worker if it still lives. Gives its wait status and its peak memory in bytes."""
        self._workers.remove(worker)
        self._poll.unregister(worker.channel)
        worker.channel.close()
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        _, status, usage = os.wait4(worker.pid, 0)
        return status, usage.ru_maxrss << 10

    def _hear(self, worker: _Worker) -> list[Done | Lost]:
        try:
            data = worker.channel.recv(1 << 20, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return []
        except ConnectionResetError:
            data = b""
        worker.heard = time.monotonic()
        if not data:
            return self._died(worker)
        if worker.key < 0:  # it speaks without being asked
            self._end(worker)
            return []
        worker.heap += data
        while worker.facts is None and (end := worker.heap.find(b"\n")) >= 0:
            line = bytes(worker.heap[:end])
            del worker.heap[: end + 1]
            if line.startswith(b"{"):
                worker.facts = _facts(line)
                if worker.facts is None:
                    return self._flooded(worker)
            elif line:
                worker.said = line.decode("utf-8", "replace")
            else:
                worker.steps += 1
        if worker.facts is None:
            return self._flooded(worker) if len(worker.heap) > _MAX_LINE else []
        missing = worker.facts["bytes"] - len(worker.heap)
        if missing < 0:
            return self._flooded(worker)
        return self._answered(worker, worker.facts) if missing == 0 else []

    def _flooded(self, worker: _Worker) -> list[Done | Lost]:
        self._end(worker)
        return [Lost(worker.key, "flood", worker.said, time.monotonic() - worker.began)]

    def _answered(self, worker: _Worker, facts: Facts) -> list[Done | Lost]:
        key, payload = worker.key, bytes(worker.heap)
        worker.key, worker.facts = -1, None
        worker.heap.clear()
        worker.served += 1
        if not facts["sound"]:
            self._end(worker)
            if worker.served > 1:  # what earlier tasks left behind must not count against this one
                self._give(None, key, worker.task, worker.attempts, worker.since)
                return []
        elif worker.served >= _TASKS or _held(worker.pid) > worker.held + _GROWTH:
            self._end(worker)
        return [Done(key, facts, payload)]

    def _died(self, worker: _Worker) -> list[Done | Lost]:
        status, peak = self._end(worker)
        if worker.key < 0:
            return []
        seconds = time.monotonic() - worker.began
        code = os.waitstatus_to_exitcode(status)
        if -code in (signal.SIGPROF, signal.SIGXCPU):
            return [Lost(worker.key, "cpu", worker.said, seconds)]
        is_early = -code in _KILLED and time.monotonic() < worker.since + self._limits.silence
        if is_early or worker.attempts < _ATTEMPTS:
            self._give(None, worker.key, worker.task, worker.attempts, worker.since)
            return []
        if peak > self._limits.memory // 2:
            return [Lost(worker.key, "memory", worker.said, seconds)]
        return [Lost(worker.key, "signal" if code < 0 else "exit", worker.said, seconds, abs(code))]


def _cpu_seconds(pid: int) -> float:
    """CPU that another process has used; 0 where the system does not tell."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # its clock, as clock_getcpuclockid(3) makes it on Linux
    except OSError:
        return 0.0


def _held(pid: int) -> int:
    """Bytes of memory that another process holds; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as numbers:
            return int(numbers.read().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def _facts(line: bytes) -> Facts | None:
    """The first line of an answer; null for anything else."""
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(facts, dict) or type(facts.get("sound")) is not bool:
        return None
    size = facts.get("bytes")
    return facts if type(size) is int and 0 <= size <= MAX_ANSWER else None


# ---------------------------------------------------------------- in the worker


def _serve(channel: socket.socket, work: Work, limits: Limits) -> NoReturn:
    """Do tasks until the channel closes. Leaves without the exit handlers and buffers that belong to the parent."""
    try:
        gc.freeze()  # what the parent loaded is never garbage: not walked, so not copied
        _confine(channel, limits)
        tasks = channel.makefile("rb")
        for line in tasks:
            _answer(channel, line[:-1].decode(), work, limits)
    except OSError:  # the pool is gone
        os._exit(0)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _confine(channel: socket.socket, limits: Limits) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the pool decides
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    own = channel.fileno()
    os.closerange(3, own)
    os.closerange(own + 1, 1 << 16)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 64)
    _limit(resource.RLIMIT_AS, limits.memory)


def _limit(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    with contextlib.suppress(ValueError, OSError):  # a system that does not know this limit
        resource.setrlimit(what, (most, most))


def _answer(channel: socket.socket, task: str, work: Work, limits: Limits) -> None:
    began, used = time.monotonic(), time.process_time()

    def say(text: str) -> None:
        if not text:
            left, _ = signal.getitimer(signal.ITIMER_PROF)
            spent = time.process_time() - used
            signal.setitimer(signal.ITIMER_PROF, max(0.001, min(left + limits.bonus, limits.most - spent)))
        channel.sendall(text.encode() + b"\n")

    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    signal.setitimer(signal.ITIMER_REAL, limits.wall(0) * 10 + _ALONE)
    facts, payload, sound = work(task, say)
    signal.setitimer(signal.ITIMER_PROF, 0)
    facts |= {"sound": sound, "bytes": len(payload), "seconds": round(time.monotonic() - began, 3)}
    facts["cpu"] = round(time.process_time() - used, 3)
    channel.sendall(json.dumps(facts).encode() + b"\n" + payload)
    signal.setitimer(signal.ITIMER_REAL, 0)
