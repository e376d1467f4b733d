"""Lambda's Runtime API (2018-06-01) for one execution environment, on a loopback port of its own.

A runtime client asks for the `next` invocation, which answers when there is one, and posts its response or error.
"""

import logging
import queue
import threading
import time
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOG = logging.getLogger(__name__)

HOST = "127.0.0.1"
PREFIX = "/2018-06-01/runtime/"

MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100
"""What Lambda allows for an answer, with the slack that it gives itself."""


@dataclass(frozen=True)
class Answer:
    payload: bytes
    failed: bool


@dataclass
class Invocation:
    request_id: str
    arn: str
    trace_id: str
    payload: bytes
    timeout_s: float
    answer: Future[Answer] = field(default_factory=Future)

    def __post_init__(self) -> None:
        self.deadline_ms = int((time.time() + self.timeout_s) * 1000)


class InitError(Exception):
    """The function could not be loaded; `payload` is what its runtime says of it."""

    def __init__(self, payload: bytes) -> None:
        super().__init__(payload.decode(errors="replace"))
        self.payload = payload


class RuntimeApi:
    """`ready` is done when the runtime first asks for an invocation, or failed when it cannot."""

    def __init__(self) -> None:
        self.ready: Future[None] = Future()
        self._lock = threading.Lock()
        self._next: queue.Queue[Invocation | None] = queue.Queue()
        self._open: dict[str, Invocation] = {}
        self._end: BaseException | None = None
        self._server = _Server(self)
        self.port: int = self._server.server_address[1]
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.2}, name="runtime-api", daemon=True
        ).start()

    def submit(self, invocation: Invocation) -> None:
        with self._lock:
            if self._end is None:
                self._open[invocation.request_id] = invocation
                self._next.put(invocation)
                return
        _fail(invocation.answer, self._end)

    def end(self, reason: BaseException) -> None:
        """Fails whoever waits for the runtime: it is gone."""
        with self._lock:
            self._end = self._end or reason
            waiting = list(self._open.values())
            self._open.clear()
        _fail(self.ready, reason)
        for invocation in waiting:
            _fail(invocation.answer, reason)

    def close(self) -> None:
        self._next.put(None)
        self._server.shutdown()
        self._server.server_close()

    # by the runtime's connections

    def take(self) -> Invocation | None:
        """The next invocation; None when there will be no more."""
        _complete(self.ready, None)
        return self._next.get()

    def refuse(self, payload: bytes) -> None:
        _fail(self.ready, InitError(payload))

    def finish(self, request_id: str, payload: bytes, failed: bool) -> tuple[int, bytes]:
        """Status and body for the runtime."""
        with self._lock:
            invocation = self._open.pop(request_id, None)
        if invocation is None:
            return 400, b'{"errorType":"InvalidRequestID","errorMessage":"Invalid request ID"}'
        if len(payload) > MAX_RESPONSE_BYTES:
            text = f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE_BYTES} bytes)."
            error = f'{{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"{text}"}}'
            _complete(invocation.answer, Answer(error.encode(), failed=True))
            return 413, b'{"errorType":"RequestEntityTooLarge"}'
        _complete(invocation.answer, Answer(payload, failed))
        return 202, b'{"status":"OK"}'


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 16

    def __init__(self, api: RuntimeApi) -> None:
        super().__init__((HOST, 0), _Connection)
        self.api = api

    def handle_error(self, request, client_address) -> None:
        LOG.debug("a runtime's connection ended", exc_info=True)


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        if self.path != PREFIX + "invocation/next":
            return self._answer(404)
        invocation = self.server.api.take()
        if invocation is None:
            self.close_connection = True
            return None
        return self._answer(
            200,
            invocation.payload,
            {
                "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
                "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
                "Lambda-Runtime-Invoked-Function-Arn": invocation.arn,
                "Lambda-Runtime-Trace-Id": invocation.trace_id,
            },
        )

    def do_POST(self) -> None:
        body = self._body()
        if self.path == PREFIX + "init/error":
            self.server.api.refuse(body)
            return self._answer(202, b'{"status":"OK"}')
        request_id, _, kind = self.path.removeprefix(PREFIX + "invocation/").partition("/")
        if kind not in ("response", "error"):
            return self._answer(404)
        return self._answer(*self.server.api.finish(request_id, body, kind == "error"))

    def log_message(self, format, *args) -> None:
        pass  # one line for each invocation would drown the rest

    def _answer(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _body(self) -> bytes:
        if "chunked" not in (self.headers.get("Transfer-Encoding") or "").lower():
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = bytearray()
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return bytes(body)


def _complete(future: Future, value) -> None:
    try:
        future.set_result(value)
    except InvalidStateError:
        pass  # decided already, by a time-out or the end of the process


def _fail(future: Future, error: BaseException) -> None:
    try:
        future.set_exception(error)
    except InvalidStateError:
        pass
