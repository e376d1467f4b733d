"""`Custom::*` and `AWS::CloudFormation::CustomResource` backed by a function. The free edition deploys them as nothing.

CloudFormation's protocol: the function is invoked without waiting, and PUTs its answer to the event's ResponseURL.
"""

import json
import threading
import uuid
from dataclasses import dataclass, field
from typing import Any

from localstack import config
from localstack.aws.connect import connect_to
from localstack.http import Response, route
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceProvider,
    ResourceRequest,
)
from localstack.services.edge import ROUTER

PATH = "/_waymark/custom-resource"
SENT = "WaymarkSentProperties"
"""Where the model keeps what the function was sent: an update and a delete have to tell it."""

ANSWER_WITHIN_S = 600
ACTIVE_WITHIN_S = 60


@dataclass
class _Waiting:
    arrived: threading.Event = field(default_factory=threading.Event)
    answer: dict[str, Any] = field(default_factory=dict)


class Answers:
    """Where the functions put their answers."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}

    def expect(self) -> str:
        token = uuid.uuid4().hex
        self._waiting[token] = _Waiting()
        return token

    def take(self, token: str, timeout_s: float) -> dict[str, Any] | None:
        """The answer, or None where none came in time. To be called once for each token."""
        waiting = self._waiting[token]
        try:
            return waiting.answer if waiting.arrived.wait(timeout_s) else None
        finally:
            del self._waiting[token]

    @route(f"{PATH}/<token>", methods=["PUT"])
    def put(self, request, token: str) -> Response:
        waiting = self._waiting.get(token)
        if waiting is None:
            return Response(status=404)
        waiting.answer = json.loads(request.get_data())
        waiting.arrived.set()
        return Response(status=200)


_answers = Answers()
ROUTER.add(_answers)


class CustomResourceProvider(ResourceProvider):
    TYPE = "AWS::CloudFormation::CustomResource"
    SCHEMA = {
        "typeName": TYPE,
        "properties": {},
        "primaryIdentifier": ["/properties/PhysicalResourceId"],
        "readOnlyProperties": ["/properties/PhysicalResourceId"],
    }

    def create(self, request: ResourceRequest) -> ProgressEvent:
        return _run(request, "Create", as_strings(request.desired_state), {})

    def update(self, request: ResourceRequest) -> ProgressEvent:
        old = request.previous_state or {}
        extra = {
            "PhysicalResourceId": old.get("PhysicalResourceId"),
            "OldResourceProperties": old.get(SENT) or {},
        }
        return _run(request, "Update", as_strings(request.desired_state), extra)

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        old = request.previous_state or request.desired_state
        if not old.get("PhysicalResourceId"):
            return _progress({})
        extra = {"PhysicalResourceId": old["PhysicalResourceId"]}
        return _run(request, "Delete", as_strings(old.get(SENT) or old), extra)


def _run(request: ResourceRequest, kind: str, properties: dict[str, Any], extra: dict[str, Any]) -> ProgressEvent:
    function = properties["ServiceToken"]
    token = _answers.expect()
    event = {
        "RequestType": kind,
        "ServiceToken": function,
        "ResponseURL": f"http://{_host()}:{config.GATEWAY_LISTEN[0].port}{PATH}/{token}",
        "StackId": (
            f"arn:aws:cloudformation:{request.region_name}:{request.account_id}:stack/{request.stack_name}/{uuid.uuid4()}"
        ),
        "RequestId": str(uuid.uuid4()),
        "ResourceType": request.resource_type,
        "LogicalResourceId": request.logical_resource_id,
        "ResourceProperties": properties,
        **extra,
    }
    functions = connect_to(region_name=request.region_name, aws_access_key_id=request.account_id).lambda_
    functions.get_waiter("function_active_v2").wait(
        FunctionName=function, WaiterConfig={"Delay": 1, "MaxAttempts": ACTIVE_WITHIN_S}
    )
    functions.invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(event))
    answer = _answers.take(token, ANSWER_WITHIN_S)
    if answer is None:
        return _failed(f"{function} gave no answer within {ANSWER_WITHIN_S} s")
    if answer.get("Status") != "SUCCESS":
        return _failed(answer.get("Reason") or f"{function} failed")
    return _progress(
        {
            **(answer.get("Data") or {}),
            SENT: properties,
            "PhysicalResourceId": answer.get("PhysicalResourceId") or event["RequestId"],
        }
    )


def _progress(model: dict[str, Any]) -> ProgressEvent:
    return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=model)


def _failed(message: str) -> ProgressEvent:
    return ProgressEvent(status=OperationStatus.FAILED, resource_model={}, message=message)


def _host() -> str:
    """LocalStack's address as functions see it."""
    if config.LAMBDA_RUNTIME_EXECUTOR == "process":
        return config.GATEWAY_LISTEN[0].host
    from localstack.services.lambda_.networking import get_main_endpoint_from_container

    return get_main_endpoint_from_container()


def as_strings(value: Any) -> Any:
    """CloudFormation hands every scalar to custom resources as text."""
    if isinstance(value, dict):
        return {name: as_strings(each) for name, each in value.items()}
    if isinstance(value, list):
        return [as_strings(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)
