"""The Runtime API as a runtime client meets it."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from waymark_localstack.runtime_api import MAX_RESPONSE_BYTES, PREFIX, InitError, Invocation, RuntimeApi

WITHIN_S = 60
"""Much longer than it takes; another may have the machine."""


@pytest.fixture
def api():
    api = RuntimeApi()
    yield api
    api.close()


def invocation(request_id: str = "r-1", payload: bytes = b"{}", timeout_s: float = 5) -> Invocation:
    return Invocation(request_id, "arn:aws:lambda:eu-central-1:000000000000:function:f", "trace", payload, timeout_s)


def call(api: RuntimeApi, method: str, path: str, body: bytes | None = None, headers: dict | None = None):
    connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=WITHIN_S)
    connection.request(method, PREFIX + path, body, headers or {})
    answer = connection.getresponse()
    return answer.status, answer.read(), dict(answer.getheaders())


def test_is_ready_when_the_runtime_first_asks_for_work(api):
    with ThreadPoolExecutor() as threads:
        asking = threads.submit(call, api, "GET", "invocation/next")
        api.ready.result(WITHIN_S)
        api.submit(invocation(payload=b'{"a":1}'))
        status, body, headers = asking.result(WITHIN_S)
    assert (status, body) == (200, b'{"a":1}')
    assert headers["Lambda-Runtime-Aws-Request-Id"] == "r-1"
    assert headers["Lambda-Runtime-Trace-Id"] == "trace"
    assert headers["Lambda-Runtime-Invoked-Function-Arn"].endswith(":f")


@pytest.mark.parametrize(("kind", "failed"), [("response", False), ("error", True)])
def test_hands_the_answer_to_whoever_invoked(api, kind, failed):
    asked = invocation()
    api.submit(asked)
    call(api, "GET", "invocation/next")
    assert call(api, "POST", f"invocation/r-1/{kind}", b'"done"')[0] == 202
    assert (asked.answer.result(WITHIN_S).payload, asked.answer.result(WITHIN_S).failed) == (b'"done"', failed)


def test_reads_answers_that_come_in_chunks(api):
    asked = invocation()
    api.submit(asked)
    call(api, "GET", "invocation/next")
    connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=WITHIN_S)
    connection.request("POST", PREFIX + "invocation/r-1/response", iter([b'"par', b't"']), encode_chunked=True)
    assert connection.getresponse().status == 202
    assert asked.answer.result(WITHIN_S).payload == b'"part"'


def test_refuses_an_answer_to_what_nobody_asked_or_a_second_one(api):
    api.submit(invocation())
    call(api, "GET", "invocation/next")
    assert call(api, "POST", "invocation/r-2/response", b"1")[0] == 400
    assert call(api, "POST", "invocation/r-1/response", b"1")[0] == 202
    assert call(api, "POST", "invocation/r-1/response", b"1")[0] == 400


def test_an_answer_beyond_six_megabytes_is_an_error_of_the_function(api):
    asked = invocation()
    api.submit(asked)
    call(api, "GET", "invocation/next")
    assert call(api, "POST", "invocation/r-1/response", b"x" * (MAX_RESPONSE_BYTES + 1))[0] == 413
    answer = asked.answer.result(WITHIN_S)
    assert answer.failed
    assert b"ResponseSizeTooLarge" in answer.payload


def test_a_function_that_cannot_be_loaded_says_why(api):
    assert call(api, "POST", "init/error", b'{"errorType":"NoSuchClass"}')[0] == 202
    with pytest.raises(InitError, match="NoSuchClass"):
        api.ready.result(WITHIN_S)


def test_the_end_of_the_process_fails_all_that_wait_and_all_that_come(api):
    first, second = invocation("r-1"), invocation("r-2")
    api.submit(first)
    api.end(RuntimeError("gone"))
    api.submit(second)
    for asked in (first, second):
        with pytest.raises(RuntimeError, match="gone"):
            asked.answer.result(WITHIN_S)


def test_closing_lets_a_runtime_go_that_waits_for_work():
    api = RuntimeApi()
    gone = threading.Event()

    def ask():
        try:
            call(api, "GET", "invocation/next")
        except http.client.HTTPException:
            gone.set()

    threading.Thread(target=ask, daemon=True).start()
    api.ready.result(WITHIN_S)
    api.close()
    assert gone.wait(WITHIN_S)


def test_the_deadline_follows_from_the_time_limit():
    assert invocation(timeout_s=10).deadline_ms - invocation(timeout_s=1).deadline_ms == pytest.approx(9000, abs=4000)
