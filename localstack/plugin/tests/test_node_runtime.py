"""The loop for Node.js functions, with a real Node."""

import json
import shutil
from pathlib import Path

import pytest

from waymark_localstack.process import FunctionProcess
from waymark_localstack.runtime_api import InitError, Invocation

WITHIN_S = 60
"""Much longer than it takes; another may have the machine."""

LOOP = Path(__file__).parents[1] / "waymark_localstack" / "node_runtime.mjs"
NODE = shutil.which("node")


@pytest.fixture
def start(tmp_path):
    started = []

    def start(source: str, handler: str = "index.handler") -> FunctionProcess:
        assert NODE, "these tests need Node.js on the PATH"
        (tmp_path / "index.js").write_text(source)

        def environment(work: Path, port: int) -> dict[str, str]:
            return {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}", "LAMBDA_TASK_ROOT": str(tmp_path)}

        process = FunctionProcess([NODE, str(LOOP), handler], environment, tmp_path)
        started.append(process)
        return process

    yield start
    for process in started:
        process.stop()


def ask(process: FunctionProcess, event: object):
    process.ready(WITHIN_S)
    answer = process.invoke(Invocation("r-1", "arn", "", json.dumps(event).encode(), 20))
    return json.loads(answer.payload), answer.failed


def test_runs_handlers_that_promise(start):
    process = start("exports.handler = async (event) => ({ twice: event.n * 2 });")
    assert ask(process, {"n": 21}) == ({"twice": 42}, False)
    assert ask(process, {"n": 1}) == ({"twice": 2}, False)


def test_runs_handlers_that_call_back(start):
    process = start("exports.handler = (event, context, done) => setTimeout(() => done(null, context.awsRequestId), 1);")
    assert ask(process, {}) == ("r-1", False)


def test_an_error_has_its_type_and_message(start):
    answer, failed = ask(start("exports.handler = async () => { throw new TypeError('no'); };"), {})
    assert failed
    assert (answer["errorType"], answer["errorMessage"]) == ("TypeError", "no")


def test_a_handler_that_is_not_there_is_named(start):
    with pytest.raises(InitError, match="index.other is undefined or not exported"):
        start("exports.handler = async () => 1;", "index.other").ready(WITHIN_S)
