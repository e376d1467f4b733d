"""Entry points that LocalStack finds (plux). It imports this module at every start: the rest is imported when needed."""

import os

from localstack.runtime import hooks
from localstack.services.cloudformation.resource_provider import CloudFormationResourceProviderPlugin
from localstack.services.lambda_.invocation.plugins import RuntimeExecutorPlugin


def _in_host_mode() -> bool:
    return os.environ.get("LAMBDA_RUNTIME_EXECUTOR") == ProcessExecutorPlugin.name


class ProcessExecutorPlugin(RuntimeExecutorPlugin):
    """Chosen by LAMBDA_RUNTIME_EXECUTOR=process."""

    name = "process"

    def load(self, *_args, **_kwargs):
        from waymark_localstack.executor import ProcessExecutor

        return ProcessExecutor


@hooks.on_infra_start(name="waymark_host_mode", priority=100, should_load=_in_host_mode)
def host_mode() -> None:
    from waymark_localstack import archives, dynamodb, environments, gateway, settings

    archives.share()
    environments.assign()
    environments.ask_once()
    gateway.bind_to_its_host()
    dynamodb.run_from_jars(settings.current())


@hooks.on_infra_start(name="waymark_updates")
def update_what_changes() -> None:
    from waymark_localstack import polling, presence, updates

    updates.carry_out()
    polling.look_soon()
    presence.show()


class CustomResourcePlugin(CloudFormationResourceProviderPlugin):
    name = "AWS::CloudFormation::CustomResource"

    def load(self) -> None:
        from waymark_localstack.custom_resources import CustomResourceProvider

        self.factory = CustomResourceProvider
