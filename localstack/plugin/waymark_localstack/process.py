"""One function's process: its Runtime API, its output, its end."""

import logging
import os
import select
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from waymark_localstack.runtime_api import Answer, Invocation, RuntimeApi

LOG = logging.getLogger(__name__)

TERMINATE_S = 2
"""How long a process may take to end by itself."""

CHUNK = 65536


class ProcessExited(Exception):
    """The process ended while it should have served."""


class FunctionProcess:
    """Starts at once; `ready` waits for the runtime inside.

    command: the command line
    environment: by the process's own folder and the port of its Runtime API
    code: the working directory
    """

    def __init__(self, command: list[str], environment: Callable[[Path, int], dict[str, str]], code: Path) -> None:
        self._log = bytearray()
        self._log_lock = threading.Lock()
        self._api = RuntimeApi()
        self._work = Path(tempfile.mkdtemp(prefix="function-"))
        try:
            self._process = subprocess.Popen(
                command,
                cwd=code,
                env=environment(self._work, self._api.port),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except BaseException:
            self._api.close()
            shutil.rmtree(self._work, ignore_errors=True)
            raise
        assert self._process.stdout is not None
        self._output = self._process.stdout.fileno()
        os.set_blocking(self._output, False)
        threading.Thread(target=self._watch, name=f"function-{self._process.pid}", daemon=True).start()

    def ready(self, timeout_s: float | None = None) -> None:
        """Raises InitError or ProcessExited, or TimeoutError."""
        self._api.ready.result(timeout_s)

    def abandon(self, reason: BaseException) -> None:
        """Fails whoever waits for the process."""
        self._api.end(reason)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def invoke(self, invocation: Invocation) -> Answer:
        """Raises TimeoutError or ProcessExited."""
        self._api.submit(invocation)
        return invocation.answer.result(invocation.timeout_s)

    def peek_log(self) -> str:
        with self._log_lock:
            return self._log.decode(errors="replace")

    def take_log(self) -> str:
        """What was written since the last call."""
        self._drain()
        with self._log_lock:
            text = self._log.decode(errors="replace")
            self._log.clear()
        return text

    def stop(self) -> None:
        """Ends the process and what it started; may be called twice."""
        self._api.ready.cancel()
        for number, patience_s in ((signal.SIGTERM, TERMINATE_S), (signal.SIGKILL, None)):
            try:
                os.killpg(self._process.pid, number)
            except (ProcessLookupError, PermissionError):
                break  # macOS says the second of a group that has ended
            try:
                self._process.wait(patience_s)
                break
            except subprocess.TimeoutExpired:
                continue
        self._api.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def _watch(self) -> None:
        """Reads the output until the process ends, then tells whoever waits."""
        while self._drain():
            select.select([self._output], [], [], 1.0)
        self._api.end(ProcessExited(_how_it_ended(self._process.wait())))

    def _drain(self) -> bool:
        """Takes what has been written so far. False once nobody can write any more."""
        with self._log_lock:
            while True:
                try:
                    chunk = os.read(self._output, CHUNK)
                except BlockingIOError:
                    return True
                except OSError:
                    return False
                if not chunk:
                    return False
                self._log += chunk


def _how_it_ended(status: int) -> str:
    """In Lambda's words."""
    if status < 0:
        return f"Runtime exited with error: signal: {signal.Signals(-status).name}"
    if status > 0:
        return f"Runtime exited with error: exit status {status}"
    return "Runtime exited without providing a reason"
