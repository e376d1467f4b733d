"""Functions of one archive."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from localstack.services.lambda_.invocation.lambda_models import S3Code
from waymark_localstack import archives


@dataclass
class Code:
    place: Path
    code_sha256: str
    unpacked: int = 0

    def get_unzipped_code_location(self) -> Path:
        return self.place / "code"


@pytest.fixture
def prepare(monkeypatch):
    def unpack(code: Code) -> None:
        target = code.get_unzipped_code_location()
        if not target.exists():
            code.unpacked += 1
            (target / "lib").mkdir(parents=True)
            (target / "lib" / "a.jar").write_text(code.code_sha256)

    monkeypatch.setattr(S3Code, "prepare_for_execution", unpack)
    monkeypatch.setattr(archives, "_unpacked", {})
    archives.share()
    return S3Code.prepare_for_execution


def jar(code: Code) -> Path:
    return code.get_unzipped_code_location() / "lib" / "a.jar"


def test_the_same_archive_is_unpacked_once_and_another_by_itself(prepare, tmp_path):
    first, second, other = (Code(tmp_path / name, sum) for name, sum in (("1", "a"), ("2", "a"), ("3", "b")))
    for code in (first, second, other):
        prepare(code)
        prepare(code)
    assert (first.unpacked, second.unpacked, other.unpacked) == (1, 0, 1)
    assert (jar(first).read_text(), jar(second).read_text(), jar(other).read_text()) == ("a", "a", "b")


def test_code_stays_when_that_of_another_function_goes(prepare, tmp_path):
    first, second, third = (Code(tmp_path / name, "a") for name in "123")
    prepare(first)
    prepare(second)
    jar(first).unlink()
    (first.get_unzipped_code_location() / "lib").rmdir()
    first.get_unzipped_code_location().rmdir()
    prepare(third)
    assert jar(second).read_text() == jar(third).read_text() == "a"
    assert [path.name for path in third.place.iterdir()] == ["code"]
