"""LocalStack's executor of one execution environment, as a process of this machine instead of a container."""

import json
import logging
import threading
import time
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from pathlib import Path

from localstack import config
from localstack.services.lambda_.invocation.executor_endpoint import ShutdownDuringStartup, StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InvocationResult
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from waymark_localstack import runtimes, settings
from waymark_localstack.process import FunctionProcess, ProcessExited
from waymark_localstack.runtime_api import HOST, InitError, Invocation

LOG = logging.getLogger(__name__)

DEFAULT_TIMEOUT_S = 3
LOG_SHOWN = 4000
"""Characters of a function's output in LocalStack's log when it does not start."""


class ProcessExecutor(RuntimeExecutor):
    """After a time-out or a crash the next invocation starts a new process, as on AWS."""

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        self._lock = threading.Lock()
        self._variables: dict[str, str] = {}
        self._process: FunctionProcess | None = None
        self._stopped = False
        self._init_ms: float | None = None

    def start(self, env_vars: dict[str, str]) -> None:
        self._variables = {name: str(value) for name, value in env_vars.items()}
        try:
            self._launch()
        except InitError as e:
            raise self._not_started(e, e.payload) from e
        except ProcessExited as e:
            raise self._not_started(e, _error("Runtime.ExitError", f"Error: {e}")) from e
        except CancelledError as e:
            raise ShutdownDuringStartup("stopped while it started") from e

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        request_id = payload["invoke-id"]
        timeout_s = self.function_version.config.timeout or DEFAULT_TIMEOUT_S
        begun = time.perf_counter()
        note = ""
        try:
            process = self._running()
            begun = time.perf_counter()
            answer = process.invoke(
                Invocation(
                    request_id,
                    payload["invoked-function-arn"],
                    payload.get("trace-id") or "",
                    payload["payload"].encode(),
                    timeout_s,
                )
            )
            result, failed = answer.payload, answer.failed
        except TimeoutError:
            said = f"Task timed out after {timeout_s:.2f} seconds"
            result, failed = _error("Sandbox.Timedout", f"RequestId: {request_id} Error: {said}"), True
            note = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z {request_id} {said}\n"
        except ProcessExited as e:
            result, failed = _error("Runtime.ExitError", f"RequestId: {request_id} Error: {e}"), True
        except InitError as e:
            result, failed = e.payload, True
        except CancelledError:
            result, failed = _error("Runtime.ExitError", f"RequestId: {request_id} Error: stopped"), True
        log = self._take_log()
        if note:
            self._end()
        return InvocationResult(request_id, result, failed, self._report(request_id, log + note, begun))

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            process = self._process
        if process:
            process.abandon(CancelledError())
        self._end()

    # What LocalStack asks beside.

    def get_address(self) -> str:
        return HOST

    def get_endpoint_from_executor(self) -> str:
        return HOST

    def get_runtime_endpoint(self) -> str:
        return f"http://{HOST}:{config.GATEWAY_LISTEN[0].port}/_localstack_lambda/{self.id}"

    def get_logs(self) -> str:
        process = self._process
        return process.peek_log() if process else ""

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        """Raises ValueError for a function that cannot run here."""
        code = function_version.config.code
        if not code:
            raise ValueError("host mode runs functions from archives, not from images")
        code.prepare_for_execution()
        runtimes.command(_function(function_version), settings.current(), _cache())

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        pass  # processes end with their environments

    @classmethod
    def validate_environment(cls) -> bool:
        settings.current()
        return True

    # -

    def _running(self) -> FunctionProcess:
        """Another process if there is none; its start counts towards the invocation, as on AWS."""
        process = self._process
        if process is None or not process.running:
            self._end()
            process = self._launch()
        return process

    def _launch(self) -> FunctionProcess:
        begun = time.perf_counter()
        function, places = _function(self.function_version), settings.current()
        with self._lock:
            if self._stopped:
                raise CancelledError()
            self._process = process = FunctionProcess(
                runtimes.command(function, places, _cache()),
                lambda work, port: runtimes.environment(function, self._variables, work, port, places),
                function.code,
            )
        process.ready()
        self._init_ms = (time.perf_counter() - begun) * 1000
        return process

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process:
            process.stop()

    def _take_log(self) -> str:
        process = self._process
        text = process.take_log() if process else ""
        return text if not text or text.endswith("\n") else text + "\n"

    def _not_started(self, error: Exception, payload: bytes) -> StatusErrorException:
        name = self.function_version.id.function_name
        LOG.warning("function %s did not start: %s\n%s", name, error, self._take_log()[-LOG_SHOWN:])
        return StatusErrorException("Environment startup failed", payload=payload)

    def _report(self, request_id: str, log: str, begun: float) -> str:
        """The log of one invocation, with Lambda's own lines around it."""
        ms = (time.perf_counter() - begun) * 1000
        memory = self.function_version.config.memory_size
        init_ms, self._init_ms = self._init_ms, None
        init = "" if init_ms is None else f"\tInit Duration: {init_ms:.2f} ms"
        return (
            f"START RequestId: {request_id} Version: {self.function_version.id.qualifier}\n"
            f"{log}"
            f"END RequestId: {request_id}\n"
            f"REPORT RequestId: {request_id}\tDuration: {ms:.2f} ms\tBilled Duration: {int(ms) + 1} ms"
            f"\tMemory Size: {memory} MB\tMax Memory Used: {memory} MB{init}\n"
        )


def _function(version: FunctionVersion) -> runtimes.Function:
    configured = version.config
    return runtimes.Function(
        configured.runtime or "",
        configured.handler or "",
        configured.memory_size,
        Path(configured.code.get_unzipped_code_location()),
    )


def _cache() -> Path:
    return Path(config.dirs.cache) / "waymark"


def _error(kind: str, message: str) -> bytes:
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()
