"""Code that several functions share is fetched and unpacked once."""

import dataclasses
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

_unpacked: dict[str, Path] = {}
"""By the archive's hash, where it was unpacked last."""

_stored: dict[tuple[str, str, str], S3Code] = {}
"""By bucket, key and ETag of the archive, as it was stored last."""

_lock = threading.Lock()


def share() -> None:
    """A function's code is read from the caller's bucket, checked and put into LocalStack's own. What was already is
    copied there."""
    store = provider.store_s3_bucket_archive

    def store_or_copy(archive_bucket: str, archive_key: str, archive_version: str | None, **function) -> ArchiveCode:
        if archive_version or archive_bucket == config.BUCKET_MARKER_LOCAL:
            return store(archive_bucket, archive_key, archive_version, **function)
        try:
            etag = connect_to().s3.head_object(Bucket=archive_bucket, Key=archive_key)["ETag"]
        except ClientError:
            return store(archive_bucket, archive_key, archive_version, **function)  # which says why not
        known = _stored.get((archive_bucket, archive_key, etag))
        code = known and _copy(known, **function)
        if code is None:
            code = store(archive_bucket, archive_key, archive_version, **function)
        _stored[archive_bucket, archive_key, etag] = code
        return code

    provider.store_s3_bucket_archive = store_or_copy
    _unpack_once()


def _copy(known: S3Code, function_name: str, region_name: str, account_id: str) -> S3Code | None:
    """As LocalStack stores it; none where it has gone with the function it was stored for."""
    bucket, name = f"awslambda-{region_name}-tasks", f"{function_name}-{uuid.uuid4()}"
    key = f"snapshots/{account_id}/{name}"
    s3 = connect_to(region_name=AWS_REGION_US_EAST_1, aws_access_key_id=config.INTERNAL_RESOURCE_ACCOUNT).s3
    try:
        s3.create_bucket(Bucket=bucket)
        s3.copy_object(Bucket=bucket, Key=key, CopySource={"Bucket": known.s3_bucket, "Key": known.s3_key})
    except ClientError:
        return None
    return dataclasses.replace(
        known, id=name, account_id=account_id, s3_bucket=bucket, s3_key=key, _disk_lock=threading.RLock()
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
