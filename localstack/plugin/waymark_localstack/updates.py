"""What a changed stack changes in CloudFormation, where LocalStack's own providers would leave it as it was."""

import dataclasses

import localstack.services.cloudformation.provider_utils as util
from localstack.services.apigateway.resource_providers import aws_apigateway_stage
from localstack.services.cloudformation.resource_provider import (
    OperationStatus,
    ProgressEvent,
    ResourceRequest,
)
from localstack.services.lambda_.resource_providers import aws_lambda_function, lambda_alias


class AliasProvider(lambda_alias.LambdaAliasProvider):
    """An alias that moves to another version. A changed function is a new version, and the alias with it a changed
    resource. LocalStack takes that for a replacement: it would create the alias, which is there, and then delete it."""

    def create(self, request: ResourceRequest) -> ProgressEvent:
        try:
            return super().create(request)
        except request.aws_client_factory.lambda_.exceptions.ResourceConflictException:
            return self.update(request)

    def update(self, request: ResourceRequest) -> ProgressEvent:
        wanted = request.desired_state
        names = ["FunctionName", "FunctionVersion", "Name", "Description", "RoutingConfig"]
        alias = request.aws_client_factory.lambda_.update_alias(**util.select_attributes(wanted, names))
        wanted["Id"] = alias["AliasArn"]
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=wanted)

    def delete(self, request: ResourceRequest) -> ProgressEvent:
        """Only where the alias is what was to go: one that has moved on is its successor's."""
        gone, lambda_ = request.desired_state, request.aws_client_factory.lambda_
        try:
            alias = lambda_.get_alias(FunctionName=gone["FunctionName"], Name=gone["Name"])
        except lambda_.exceptions.ResourceNotFoundException:
            return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=gone)
        if alias["FunctionVersion"] != gone["FunctionVersion"]:
            return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=gone)
        return super().delete(request)


class FunctionProvider(aws_lambda_function.LambdaFunctionProvider):
    """A function that is configured anew. Its code, where that is the same, need not be stored and waited for again."""

    def update(self, request: ResourceRequest) -> ProgressEvent:
        wanted, before = request.desired_state, request.previous_state
        if all(wanted.get(each) == before.get(each) for each in ("Code", "FunctionName")):
            configured = {name: value for name, value in wanted.items() if name != "Code"}
            request = dataclasses.replace(request, desired_state=configured)
        return super().update(request)


class StageProvider(aws_apigateway_stage.ApiGatewayStageProvider):
    """A stage of an API that shows another deployment. A changed API is a new one, and the old is deleted."""

    def update(self, request: ResourceRequest) -> ProgressEvent:
        wanted = request.desired_state
        request.aws_client_factory.apigateway.update_stage(
            restApiId=wanted["RestApiId"],
            stageName=wanted["StageName"],
            patchOperations=[{"op": "replace", "path": "/deploymentId", "value": wanted["DeploymentId"]}],
        )
        return ProgressEvent(status=OperationStatus.SUCCESS, resource_model=wanted)


def carry_out() -> None:
    aws_lambda_function.LambdaFunctionProvider = FunctionProvider
    lambda_alias.LambdaAliasProvider = AliasProvider
    aws_apigateway_stage.ApiGatewayStageProvider = StageProvider
