"""Functions of one archive."""

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from localstack.aws.api.lambda_ import InvalidParameterValueException
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
        self.bodies = {("caller", "code.zip"): archive("1")}
        self.fetched: list[str] = []

    def head_object(self, Bucket: str, Key: str) -> dict:
        if (Bucket, Key) not in self.bodies:
            raise ClientError({"Error": {"Code": "404"}}, "HeadObject")
        return {"ETag": hashlib.sha256(self.bodies[Bucket, Key]).hexdigest()}

    def get_object(self, Bucket: str, Key: str) -> dict:
        self.fetched.append(Key)
        return {"Body": io.BytesIO(self.bodies[Bucket, Key])}

    def create_bucket(self, Bucket: str) -> None:
        pass

    def copy_object(self, Bucket: str, Key: str, CopySource: dict) -> None:
        self.bodies[Bucket, Key] = self.bodies[CopySource["Bucket"], CopySource["Key"]]


def archive(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zip:
        zip.writestr("lib/a.jar", text)
    return file.getvalue()


@pytest.fixture
def objects(monkeypatch):
    objects = Objects()

    def refuse(archive_bucket, archive_key, _version, function_name, region_name, account_id):
        raise InvalidParameterValueException(f"{archive_bucket}/{archive_key} for {function_name}", Type="User")

    monkeypatch.setattr(archives, "connect_to", lambda **_: SimpleNamespace(s3=objects))
    monkeypatch.setattr(archives, "_checked", {})
    monkeypatch.setattr(provider, "store_s3_bucket_archive", refuse)
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
    assert objects.fetched == ["code.zip"]
    for code in (first, second):
        body = objects.bodies[code.s3_bucket, code.s3_key]
        assert body == archive("1")
        assert base64.b64decode(code.code_sha256) == hashlib.sha256(body).digest()
        assert code.code_size == len(body)
    assert (second.s3_bucket, second.s3_key) != (first.s3_bucket, first.s3_key)


def test_an_archive_that_was_replaced_is_fetched_again(objects):
    before = store("first")
    objects.bodies["caller", "code.zip"] = archive("2")
    after = store("second")
    assert objects.bodies[after.s3_bucket, after.s3_key] == archive("2")
    assert after.code_sha256 != before.code_sha256


def test_an_archive_that_is_not_there_is_refused_as_localstack_does(objects):
    with pytest.raises(InvalidParameterValueException, match="caller/other.zip for first"):
        store("first", "other.zip")


def test_what_is_no_archive_is_refused_as_localstack_does(objects):
    objects.bodies["caller", "code.zip"] = b"no archive"
    with pytest.raises(InvalidParameterValueException):
        store("first")


def test_an_archive_that_is_too_large_unpacked_is_refused_as_localstack_does(objects, monkeypatch):
    monkeypatch.setattr(archives.config, "LAMBDA_LIMITS_CODE_SIZE_UNZIPPED", 1)
    with pytest.raises(InvalidParameterValueException):
        store("first")
