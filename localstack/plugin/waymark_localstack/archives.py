"""Code that several functions share is unpacked once."""

import os
import shutil
import tempfile
import threading
from pathlib import Path

from localstack.services.lambda_.invocation.lambda_models import S3Code

_unpacked: dict[str, Path] = {}
"""By the archive's hash, where it was unpacked first."""

_lock = threading.Lock()


def share() -> None:
    unpack = S3Code.prepare_for_execution

    def prepare(code: S3Code) -> None:
        with _lock:
            target = code.get_unzipped_code_location()
            known = _unpacked.get(code.code_sha256)
            if not target.exists() and known and known.exists():
                _link(known, target)
            unpack(code)
            _unpacked[code.code_sha256] = target

    S3Code.prepare_for_execution = prepare


def _link(known: Path, target: Path) -> None:
    """The same files in a tree of its own, which outlives the other. Appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as part:
        shutil.copytree(known, Path(part, target.name), copy_function=os.link)
        Path(part, target.name).rename(target)
