"""Command lines and environments of the runtimes."""

import sys
import zipfile
from pathlib import Path

import pytest

from waymark_localstack import runtimes
from waymark_localstack.settings import Settings


@pytest.fixture
def settings(tmp_path) -> Settings:
    folders = {name: tmp_path / name for name in ("java", "client", "dynamodb", "node")}
    for folder in folders.values():
        folder.mkdir()
    with zipfile.ZipFile(folders["client"] / "aws-lambda-java-runtime-interface-client-2.9.0.jar", "w") as jar:
        for processor in ("x86_64", "aarch_64"):
            jar.writestr(f"jni/libaws-lambda-jni.linux-{processor}.so", f"native of {processor}")
    return Settings(folders["java"], folders["client"], folders["dynamodb"], folders["node"])


def function(runtime: str, memory_mib: int = 1024) -> runtimes.Function:
    return runtimes.Function(runtime, "io.waymark.Handler", memory_mib, Path("/code"))


def test_a_java_function_gets_its_share_of_memory_as_heap(settings, tmp_path):
    assert "-Xmx870m" in runtimes.command(function("java25"), settings, tmp_path)
    assert "-Xmx108m" in runtimes.command(function("java25", 128), settings, tmp_path)


def test_only_the_runtime_client_stands_on_javas_class_path(settings, tmp_path):
    command = runtimes.command(function("java25"), settings, tmp_path)
    assert command[command.index("-cp") + 1] == f"{settings.runtime_client}/*"
    assert command[-1] == "io.waymark.Handler"


def test_all_java_functions_load_one_unpacked_native_library(settings, tmp_path):
    options = [
        next(option for option in runtimes.command(function("java25"), settings, tmp_path) if runtimes.NATIVE_PROPERTY in option)
        for _ in range(2)
    ]
    assert options[0] == options[1]
    library = Path(options[0].partition("=")[2])
    assert library.read_text().startswith("native of ")


def test_pythons_client_is_that_of_localstacks_own_python(settings, tmp_path):
    assert runtimes.command(function("python3.13"), settings, tmp_path)[:3] == [sys.executable, "-m", "awslambdaric"]


def test_a_runtime_that_is_not_supported_is_named(settings, tmp_path):
    with pytest.raises(ValueError, match="ruby3.4"):
        runtimes.command(function("ruby3.4"), settings, tmp_path)


def test_a_function_sees_its_own_variables_and_not_those_of_localstack(settings, monkeypatch):
    monkeypatch.setenv("LOCALSTACK_SECRET", "1")
    own = {"WAYMARK_STAGE": "local", "JAVA_TOOL_OPTIONS": "-Da=b"}
    environment = runtimes.environment(function("java25"), own, Path("/work"), 4711, settings)
    assert "LOCALSTACK_SECRET" not in environment
    assert environment["WAYMARK_STAGE"] == "local"
    assert environment["AWS_LAMBDA_RUNTIME_API"] == "127.0.0.1:4711"
    assert environment["LAMBDA_TASK_ROOT"] == "/code"
    assert environment["JAVA_TOOL_OPTIONS"] == "-Da=b -Djava.io.tmpdir=/work"


def test_the_cdks_node_functions_find_the_aws_sdk(settings):
    environment = runtimes.environment(function("nodejs22.x"), {}, Path("/work"), 1, settings)
    assert environment["NODE_PATH"] == str(settings.node_modules)
