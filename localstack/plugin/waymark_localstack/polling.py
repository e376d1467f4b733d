"""How soon CloudFormation looks again whether a resource is there."""

import functools

from localstack.services.cloudformation.resource_provider import ResourceProviderExecutor

LOOK_AGAIN_S = 0.1


def look_soon() -> None:
    """LocalStack looks some times at once and then every second, where most resources take less."""
    ResourceProviderExecutor.deploy_loop = functools.partialmethod(
        ResourceProviderExecutor.deploy_loop, sleep_time=LOOK_AGAIN_S
    )
