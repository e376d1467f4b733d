"""What becomes of functions, aliases and stages when their stack changes."""

import logging
from types import SimpleNamespace

import pytest
from localstack.services.cloudformation.resource_provider import ResourceRequest
from waymark_localstack.updates import AliasProvider, FunctionProvider, StageProvider


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


@pytest.mark.parametrize(("key", "stored"), [("first.zip", []), ("second.zip", ["second.zip"])])
def test_a_function_is_configured_anew_and_its_code_stored_where_it_is_another(key, stored):
    calls, configured = [], []
    client = SimpleNamespace(
        update_function_code=lambda S3Key, **_others: calls.append(S3Key),
        update_function_configuration=lambda Timeout, **_others: configured.append(Timeout),
        get_waiter=lambda _name: SimpleNamespace(wait=lambda **_which: None),
    )

    def function(key: str, timeout: int) -> dict:
        return {"FunctionName": "f", "Timeout": timeout, "Code": {"S3Bucket": "b", "S3Key": key}}

    event = FunctionProvider().update(
        ResourceRequest(
            _original_payload={},
            aws_client_factory=SimpleNamespace(lambda_=client),
            request_token="",
            stack_name="s",
            stack_id="s",
            account_id="0",
            region_name="r",
            action="Modify",
            desired_state=function(key, 20),
            previous_state=function("first.zip", 10),
            logical_resource_id="Function",
            logger=logging.getLogger(__name__),
            resource_type="AWS::Lambda::Function",
        )
    )
    assert (calls, configured) == (stored, [20])
    assert event.resource_model == function(key, 20)
