"""How a function is started as a process: command line and environment for its runtime."""

import os
import platform
import sys
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

from waymark_localstack.settings import Settings

HEAP_SHARE = 0.85
"""Of a function's memory, for Java's heap, as Lambda's own runtime has it."""

NATIVE_PROPERTY = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI"

_unpacking = threading.Lock()


@dataclass(frozen=True)
class Function:
    """As much of a function as its process needs."""

    runtime: str
    handler: str
    memory_mib: int
    code: Path


def command(function: Function, settings: Settings, cache: Path) -> list[str]:
    """Raises ValueError for a runtime that is not supported here."""
    if function.runtime.startswith("java"):
        return _java(function, settings, cache)
    if function.runtime.startswith("python"):
        return [sys.executable, "-m", "awslambdaric", function.handler]
    if function.runtime.startswith("nodejs"):
        return ["node", str(Path(__file__).with_name("node_runtime.mjs")), function.handler]
    raise ValueError(f"host mode cannot run the runtime '{function.runtime}'")


def environment(function: Function, own: dict[str, str], work: Path, api_port: int, settings: Settings) -> dict[str, str]:
    """The process's environment: nothing of LocalStack's own but the path.

    own: the function's variables, as LocalStack gives them
    work: a folder for this process alone
    """
    result = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(work),
        "TMPDIR": str(work),
        **own,
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api_port}",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "LAMBDA_TASK_ROOT": str(function.code),
        "LAMBDA_RUNTIME_DIR": str(work),
    }
    if function.runtime.startswith("java"):
        options = f"{result.get('JAVA_TOOL_OPTIONS', '')} -Djava.io.tmpdir={work}"
        result["JAVA_TOOL_OPTIONS"] = options.strip()
    elif function.runtime.startswith("nodejs"):
        result.setdefault("NODE_PATH", str(settings.node_modules))
    elif function.runtime.startswith("python"):
        result["PYTHONPATH"] = f"{function.code}:{result.get('PYTHONPATH', '')}".rstrip(":")
    return result


def _java(function: Function, settings: Settings, cache: Path) -> list[str]:
    # Only the runtime client stands on the class path: it loads the function from the working directory, as on AWS.
    return [
        str(settings.java_home / "bin" / "java"),
        f"-Xmx{max(64, int(function.memory_mib * HEAP_SHARE))}m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xshare:auto",
        "--enable-native-access=ALL-UNNAMED",
        f"-D{NATIVE_PROPERTY}={native_client(settings.runtime_client, cache)}",
        "-cp",
        f"{settings.runtime_client}/*",
        "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
        function.handler,
    ]


def native_client(jars: Path, cache: Path) -> Path:
    """The runtime client's native library, unpacked once.

    Left to itself each JVM copies it over one fixed file in the temporary folder and loads that, so two functions that
    start at the same moment break each other.
    """
    processor = {"x86_64": "x86_64", "aarch64": "aarch_64"}.get(platform.machine())
    if platform.system() != "Linux" or processor is None:
        raise ValueError(f"Lambda's Java runtime client has no library for {platform.system()} on {platform.machine()}")
    jar = next(jars.glob("aws-lambda-java-runtime-interface-client-*.jar"))
    target = cache / jar.stem / f"libaws-lambda-jni.linux-{processor}.so"
    with _unpacking:
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            with zipfile.ZipFile(jar) as archive:
                part.write_bytes(archive.read(f"jni/{target.name}"))
            part.rename(target)
    return target
