"""Carries out tasks, over several connections if need be."""

from __future__ import annotations

from time import monotonic, sleep
from typing import Callable, Sequence

from ftproto import payloads as p
from ftproto.client import ConnectionState, Event
from ftproto.text import printable

from .link import Link, LinkEnded
from .outcome import ExitCode, Trouble
from .task import DEFAULT_ATTEMPTS, Task

_STEP_SECONDS = 0.5
_RETRY_SECONDS = 0.3


class Session:
    """The tasks of one call.

    Up to `at_once` exchanges run at the same time on one connection.  A task
    that fails does not keep the others from going on.
    """

    def __init__(
        self,
        host: str,
        port: int,
        report: Callable[[str], None],
        at_once: int = 8,
        max_block_bytes: int = p.BLOCK_SIZE_MAX,
        attempts: int = DEFAULT_ATTEMPTS,
    ) -> None:
        self._host = host
        self._port = port
        self._report = report
        self._at_once = at_once
        self._max_block_bytes = max_block_bytes
        self._attempts = attempts
        self._wait_seconds = 0.0
        self._made_progress = False
        self._exit_code = ExitCode.DONE

    def run(self, tasks: Sequence[Task]) -> ExitCode:
        """Carries out all tasks.  Returns the code of the first trouble."""
        open_tasks = list(tasks)
        attempts = 0
        try:
            while open_tasks:
                try:
                    self._run_connection(open_tasks)
                except LinkEnded as ended:
                    attempts = 1 if self._made_progress else attempts + 1
                    if attempts >= self._attempts:
                        raise Trouble(ExitCode.ENDED_EARLY, str(ended)) from ended
                    pause = 0 if self._made_progress else _RETRY_SECONDS * 2**attempts
                    sleep(max(self._wait_seconds, pause))
        except Trouble as trouble:
            self._note(trouble)
        finally:
            for task in open_tasks:
                task.drop()
        return self._exit_code

    def _run_connection(self, open_tasks: list[Task]) -> None:
        """Works on the tasks until all are done; raises LinkEnded."""
        self._wait_seconds = 0.0
        self._made_progress = False
        link = Link(self._host, self._port, self._max_block_bytes)
        try:
            while open_tasks:
                self._begin_tasks(link, open_tasks)
                for event in link.step(self._pause(open_tasks)):
                    self._handle(link, event, open_tasks)
                is_draining = link.machine.state is ConnectionState.DRAINING
                if is_draining and open_tasks and not link.machine.running:
                    raise LinkEnded("the server goes away")
        finally:
            link.machine.end_all()
            link.close()
            for task in list(open_tasks):
                if task.exchange is not None:
                    self._end_early(task, open_tasks)

    def _begin_tasks(self, link: Link, open_tasks: list[Task]) -> None:
        now = monotonic()
        for task in open_tasks:
            if len(link.machine.running) >= self._at_once or not link.machine.may_begin:
                return
            if task.exchange is None and now >= task.not_before:
                task.begin(link.machine)

    @staticmethod
    def _pause(open_tasks: list[Task]) -> float:
        """How long to wait for the server at the most."""
        now = monotonic()
        waits = [t.not_before - now for t in open_tasks if t.exchange is None]
        return max(0.0, min([_STEP_SECONDS, *(w for w in waits if w > 0)]))

    def _handle(self, link: Link, event: Event, open_tasks: list[Task]) -> None:
        if event.exchange is None:
            self._handle_connection(event)
            return
        task = next((t for t in open_tasks if t.exchange is event.exchange), None)
        if task is None:
            return
        try:
            task.receive(event.message)
        except Trouble as trouble:
            link.machine.cancel(event.exchange)
            self._give_up(task, trouble, open_tasks)
        if task.is_done:
            open_tasks.remove(task)
        if task.is_done or isinstance(event.message, p.Block):
            self._made_progress = True

    def _end_early(self, task: Task, open_tasks: list[Task]) -> None:
        try:
            task.end_early()
        except Trouble as trouble:
            self._give_up(task, trouble, open_tasks)

    def _give_up(self, task: Task, trouble: Trouble, open_tasks: list[Task]) -> None:
        self._note(trouble)
        task.drop()
        open_tasks.remove(task)

    def _handle_connection(self, event: Event) -> None:
        message = event.message
        if isinstance(message, (p.GoAway, p.Busy)):
            self._wait_seconds = message.retry_after_millis / 1_000
        if isinstance(message, p.Busy):
            raise LinkEnded("the server is full")
        if isinstance(message, p.Failure):
            text = f"{message.code.name} {printable(message.text)}".strip()
            if message.code.retryable:
                raise LinkEnded(text)
            raise Trouble(ExitCode.FAILURE, text)

    def _note(self, trouble: Trouble) -> None:
        self._report(str(trouble))
        if self._exit_code is ExitCode.DONE:
            self._exit_code = trouble.exit_code
