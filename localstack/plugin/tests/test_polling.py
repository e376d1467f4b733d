"""CloudFormation's looks."""

import time
from types import SimpleNamespace

from localstack import config
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProviderExecutor,
)
from waymark_localstack import polling

PAYLOAD = {
    "action": "Add",
    "resourceType": "AWS::Lambda::Function",
    "requestData": {"logicalResourceId": "Function", "resourceProperties": {}},
    "callbackContext": {},
}


def test_a_resource_that_takes_a_while_is_looked_at_soon_and_for_as_long(monkeypatch):
    monkeypatch.setattr(ResourceProviderExecutor, "deploy_loop", ResourceProviderExecutor.deploy_loop)
    monkeypatch.setattr(config, "CFN_NO_WAIT_ITERATIONS", 1)
    looks, waits = [], []

    def execute_action(_executor, _provider, _payload):
        looks.append(True)
        done = len(looks) > 1000
        return ProgressEvent(status=OperationStatus.FAILED if done else OperationStatus.IN_PROGRESS, resource_model={})

    monkeypatch.setattr(ResourceProviderExecutor, "execute_action", execute_action)
    monkeypatch.setattr(time, "sleep", waits.append)
    polling.look_soon()
    executor = ResourceProviderExecutor(stack_name="s", stack_id="s")
    event = executor.deploy_loop(SimpleNamespace(), {}, PAYLOAD)
    assert event.status == OperationStatus.FAILED
    assert set(waits) == {polling.LOOK_AGAIN_S}
