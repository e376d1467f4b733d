"""Functions of one archive."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from localstack.services.lambda_ import provider
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
    monkeypatch.setattr(provider, "store_s3_bucket_archive", provider.store_s3_bucket_archive)
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


class Objects:
    """S3 with one archive in the caller's bucket."""

    def __init__(self) -> None:
        self.etags = {("caller", "code.zip"): "1"}

    def head_object(self, Bucket: str, Key: str) -> dict:
        if (Bucket, Key) not in self.etags:
            raise ClientError({"Error": {"Code": "404"}}, "HeadObject")
        return {"ETag": self.etags[Bucket, Key]}

    def create_bucket(self, Bucket: str) -> None:
        pass

    def copy_object(self, Bucket: str, Key: str, CopySource: dict) -> None:
        self.etags[Bucket, Key] = self.head_object(**CopySource)["ETag"]


@pytest.fixture
def objects(monkeypatch):
    objects, fetched = Objects(), []

    def store(archive_bucket, archive_key, _version, function_name, region_name, account_id):
        etag = objects.head_object(archive_bucket, archive_key)["ETag"]
        fetched.append(function_name)
        objects.etags["own", function_name] = etag
        return S3Code(function_name, account_id, "own", function_name, None, "sum " + etag, 1)

    objects.fetched = fetched
    monkeypatch.setattr(archives, "connect_to", lambda **_: SimpleNamespace(s3=objects))
    monkeypatch.setattr(archives, "_stored", {})
    monkeypatch.setattr(provider, "store_s3_bucket_archive", store)
    monkeypatch.setattr(S3Code, "prepare_for_execution", S3Code.prepare_for_execution)
    archives.share()
    return objects


def store(function: str, key: str = "code.zip") -> S3Code:
    return provider.store_s3_bucket_archive(
        archive_bucket="caller",
        archive_key=key,
        archive_version=None,
        function_name=function,
        region_name="eu-central-1",
        account_id="000000000000",
    )


def test_an_archive_is_fetched_once_for_all_its_functions(objects):
    first, second = store("first"), store("second")
    assert objects.fetched == ["first"]
    assert second.code_sha256 == first.code_sha256 == "sum 1"
    assert (second.s3_bucket, second.s3_key) != (first.s3_bucket, first.s3_key)
    assert objects.etags[second.s3_bucket, second.s3_key] == "1"


def test_an_archive_that_was_replaced_is_fetched_again(objects):
    store("first")
    objects.etags["caller", "code.zip"] = "2"
    assert store("second").code_sha256 == "sum 2"
    assert objects.fetched == ["first", "second"]


def test_code_that_went_with_its_function_is_fetched_again(objects):
    first = store("first")
    del objects.etags[first.s3_bucket, first.s3_key]
    assert store("second").code_sha256 == "sum 1"
    assert objects.fetched == ["first", "second"]


def test_an_archive_that_is_not_there_is_refused_as_localstack_does(objects):
    with pytest.raises(ClientError):
        store("first", "other.zip")
