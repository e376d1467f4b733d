"""What becomes of aliases and stages when their stack changes."""

from types import SimpleNamespace

import pytest
from waymark_localstack.updates import AliasProvider, StageProvider


class Conflict(Exception):
    pass


class NotFound(Exception):
    pass


class Lambda:
    exceptions = SimpleNamespace(ResourceConflictException=Conflict, ResourceNotFoundException=NotFound)

    def __init__(self, version: str | None) -> None:
        self.version = version

    def create_alias(self, FunctionVersion: str, **_others) -> dict:
        if self.version:
            raise Conflict()
        self.version = FunctionVersion
        return {"AliasArn": "arn"}

    def update_alias(self, FunctionVersion: str, **_others) -> dict:
        self.version = FunctionVersion
        return {"AliasArn": "arn"}

    def get_alias(self, **_names) -> dict:
        if not self.version:
            raise NotFound()
        return {"FunctionVersion": self.version}

    def delete_alias(self, **_names) -> None:
        self.version = None


def request(client: Lambda, version: str) -> SimpleNamespace:
    alias = {"FunctionName": "f", "Name": "live", "FunctionVersion": version}
    return SimpleNamespace(
        desired_state=alias,
        previous_state=alias,
        custom_context={},
        aws_client_factory=SimpleNamespace(lambda_=client),
    )


@pytest.mark.parametrize("version", [None, "1"])
def test_a_created_alias_leads_to_its_version_whether_it_is_there_or_not(version):
    client = Lambda(version)
    AliasProvider().create(request(client, "2"))
    assert client.version == "2"


def test_an_alias_that_has_moved_on_outlives_the_one_it_replaces():
    client = Lambda("1")
    AliasProvider().create(request(client, "2"))
    AliasProvider().delete(request(client, "1"))
    assert client.version == "2"


@pytest.mark.parametrize("version", [None, "2"])
def test_an_alias_that_goes_is_gone(version):
    client = Lambda(version)
    AliasProvider().delete(request(client, "2"))
    assert client.version is None


def test_a_stage_shows_the_newest_deployment():
    calls = []
    client = SimpleNamespace(update_stage=lambda **call: calls.append(call))
    stage = {"RestApiId": "api", "StageName": "local", "DeploymentId": "second"}
    StageProvider().update(
        SimpleNamespace(desired_state=stage, aws_client_factory=SimpleNamespace(apigateway=client))
    )
    assert calls == [
        {
            "restApiId": "api",
            "stageName": "local",
            "patchOperations": [{"op": "replace", "path": "/deploymentId", "value": "second"}],
        }
    ]
