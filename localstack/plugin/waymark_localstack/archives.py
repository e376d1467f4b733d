"""Code that several functions share is checked and unpacked once."""

import base64
import contextlib
import dataclasses
import hashlib
import io
import os
import shutil
import tempfile
import threading
import uuid
from pathlib import Path

from botocore.exceptions import ClientError
from localstack import config
from localstack.aws.connect import connect_to
from localstack.constants import AWS_REGION_US_EAST_1
from localstack.services.lambda_ import provider
from localstack.services.lambda_.invocation.lambda_models import ArchiveCode, S3Code
from localstack.utils.archives import get_unzipped_size, is_zip_file

_unpacked: dict[str, Path] = {}
"""By the archive's hash, where it was unpacked last."""


@dataclasses.dataclass(frozen=True)
class Checked:
    """What a function's description says of an archive that Lambda takes."""

    sha256: str
    size: int


_checked: dict[tuple[str, str, str], Checked] = {}
"""By bucket, key and ETag of the archive."""

_lock = threading.Lock()


def share() -> None:
    """LocalStack fetches a function's code from the caller's bucket, checks it and uploads it to its own. Here an archive
    is checked once, and copied where it lies."""
    store = provider.store_s3_bucket_archive

    def check_once_and_copy(archive_bucket: str, archive_key: str, archive_version: str | None, **function) -> ArchiveCode:
        if not archive_version and archive_bucket != config.BUCKET_MARKER_LOCAL:
            with contextlib.suppress(ClientError):
                if checked := _check(archive_bucket, archive_key):
                    return _copy(archive_bucket, archive_key, checked, **function)
        return store(archive_bucket, archive_key, archive_version, **function)  # which says why not

    provider.store_s3_bucket_archive = check_once_and_copy
    _unpack_once()


def _check(bucket: str, key: str) -> Checked | None:
    s3 = connect_to().s3
    known = bucket, key, s3.head_object(Bucket=bucket, Key=key)["ETag"]
    if known not in _checked:
        archive = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
        if not is_zip_file(archive):
            return None
        if get_unzipped_size(zip_file=io.BytesIO(archive)) >= config.LAMBDA_LIMITS_CODE_SIZE_UNZIPPED:
            return None
        _checked[known] = Checked(base64.b64encode(hashlib.sha256(archive).digest()).decode(), len(archive))
    return _checked[known]


def _copy(
    source_bucket: str, source_key: str, checked: Checked, function_name: str, region_name: str, account_id: str
) -> S3Code:
    """To where LocalStack stores it."""
    bucket, name = f"awslambda-{region_name}-tasks", f"{function_name}-{uuid.uuid4()}"
    key = f"snapshots/{account_id}/{name}"
    s3 = connect_to(region_name=AWS_REGION_US_EAST_1, aws_access_key_id=config.INTERNAL_RESOURCE_ACCOUNT).s3
    s3.create_bucket(Bucket=bucket)
    s3.copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": source_bucket, "Key": source_key})
    return S3Code(
        id=name,
        account_id=account_id,
        s3_bucket=bucket,
        s3_key=key,
        s3_object_version=None,
        code_sha256=checked.sha256,
        code_size=checked.size,
    )


def _unpack_once() -> None:
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
