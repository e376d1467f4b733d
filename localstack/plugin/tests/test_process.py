"""Processes of functions, with a runtime of a few lines in place of Lambda's."""

import os
import sys
import time
from pathlib import Path

import pytest

from waymark_localstack.process import FunctionProcess, ProcessExited
from waymark_localstack.runtime_api import Invocation

WITHIN_S = 60
"""Much longer than it takes; another may have the machine."""

RUNTIME = """
import http.client, json, os, sys, time
api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
prefix = "/2018-06-01/runtime/invocation/"
print("starting", flush=True)
while True:
    api.request("GET", prefix + "next")
    answer = api.getresponse()
    request_id, event = answer.getheader("Lambda-Runtime-Aws-Request-Id"), json.loads(answer.read())
    print("event", event, flush=True)
    if "sleep" in event: time.sleep(event["sleep"])
    if "exit" in event: os._exit(event["exit"])
    if "kill" in event: os.kill(os.getpid(), event["kill"])
    api.request("POST", prefix + request_id + "/response", json.dumps({"pid": os.getpid()}))
    api.getresponse().read()
"""


@pytest.fixture
def process(tmp_path):
    process = start(tmp_path, RUNTIME)
    yield process
    process.stop()


def start(folder: Path, program: str) -> FunctionProcess:
    def environment(work: Path, port: int) -> dict[str, str]:
        return {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}", "TMPDIR": str(work)}

    return FunctionProcess([sys.executable, "-c", program], environment, folder)


def event(text: str, timeout_s: float = WITHIN_S) -> Invocation:
    return Invocation("r-1", "arn", "", text.encode(), timeout_s)


def test_answers_again_and_again_in_one_process(process):
    process.ready(WITHIN_S)
    assert process.invoke(event("{}")).payload == process.invoke(event("{}")).payload


def test_keeps_what_it_writes_for_the_log(process):
    process.ready(WITHIN_S)
    process.invoke(event('{"a": 1}'))
    assert process.take_log() == "starting\nevent {'a': 1}\n"
    assert process.take_log() == ""


def test_says_in_lambdas_words_how_it_ended(process):
    process.ready(WITHIN_S)
    with pytest.raises(ProcessExited, match="exit status 3"):
        process.invoke(event('{"exit": 3}'))
    assert not process.running


def test_says_which_signal_ended_it(process):
    process.ready(WITHIN_S)
    with pytest.raises(ProcessExited, match="signal: SIGKILL"):
        process.invoke(event('{"kill": 9}'))


def test_gives_up_an_invocation_after_its_time(process):
    process.ready(WITHIN_S)
    with pytest.raises(TimeoutError):
        process.invoke(event('{"sleep": 60}', timeout_s=0.2))


def test_one_that_ends_before_it_is_ready_is_told_at_once(tmp_path):
    process = start(tmp_path, "print('no handler'); raise SystemExit(1)")
    with pytest.raises(ProcessExited, match="exit status 1"):
        process.ready(WITHIN_S)
    assert "no handler" in process.take_log()
    process.stop()


def test_stopping_ends_what_the_function_started_and_deletes_its_folder(tmp_path):
    process = start(
        tmp_path,
        "import os, subprocess, sys\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        "print(child.pid, os.environ['TMPDIR'], flush=True)\n" + RUNTIME,
    )
    process.ready(WITHIN_S)
    child, folder = process.take_log().splitlines()[0].split()
    process.stop()
    until = time.monotonic() + WITHIN_S
    while alive(int(child)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(int(child))
    assert not os.path.exists(folder)


def alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
