"""Which execution environment an invocation gets."""

import contextlib
import os
import threading
from collections.abc import Iterator

from botocore.config import Config
from localstack.aws.connect import connect_to
from localstack.services.apigateway.next_gen.execute_api.integrations import aws as integrations
from localstack.services.lambda_.invocation.assignment import AssignmentService
from localstack.services.lambda_.invocation.execution_environment import (
    ExecutionEnvironment,
    InvalidStatusException,
)
from localstack.services.lambda_.invocation.lambda_models import FunctionVersion, InitializationType

LOOK_AGAIN_S = 0.2

STARTS_AT_ONCE = max(2, os.cpu_count() or 1)
"""A JVM that starts keeps a core busy: more of them at once start no sooner."""

ANSWERED_WITHIN_S = 600

_assign = AssignmentService.get_environment


class Assignment:
    """One environment to one invocation. Whoever finds none that is free starts another, unless as many as the machine
    has cores are starting: then what is free by then will do."""

    def __init__(self, starts_at_once: int = STARTS_AT_ONCE) -> None:
        self._starts = threading.BoundedSemaphore(starts_at_once)

    @contextlib.contextmanager
    def environment(
        self, service: AssignmentService, manager_id: str, version: FunctionVersion, kind: InitializationType
    ) -> Iterator[ExecutionEnvironment]:
        if kind != InitializationType.on_demand:
            with _assign(service, manager_id, version, kind) as provisioned:
                yield provisioned
            return
        environment = self._free(service, manager_id) or self._free_or_started(service, manager_id, version)
        try:
            yield environment
            environment.release()
        except InvalidStatusException:
            pass  # it has ended with its function
        except Exception:
            service.stop_environment(environment)
            raise

    def _free_or_started(
        self, service: AssignmentService, manager_id: str, version: FunctionVersion
    ) -> ExecutionEnvironment:
        while not self._starts.acquire(timeout=LOOK_AGAIN_S):
            if environment := self._free(service, manager_id):
                return environment
        try:
            environment = service.start_environment(manager_id, version)
            environment.reserve()
        finally:
            self._starts.release()
        service.environments[manager_id][environment.id] = environment
        return environment

    @staticmethod
    def _free(service: AssignmentService, manager_id: str) -> ExecutionEnvironment | None:
        # Others come and go meanwhile.
        for environment in list(service.environments[manager_id].values()):
            if environment.initialization_type == InitializationType.on_demand:
                with contextlib.suppress(InvalidStatusException):
                    environment.reserve()
                    return environment
        return None


def assign() -> None:
    assignment = Assignment()
    AssignmentService.get_environment = lambda service, *which: assignment.environment(service, *which)


def ask_once() -> None:
    """Who waits long for a function that starts must not be taken for one whose call was lost: it would run twice."""
    factory = integrations.get_service_factory
    patient = Config(read_timeout=ANSWERED_WITHIN_S, retries={"total_max_attempts": 1})
    integrations.get_service_factory = lambda region_name, role_arn: (
        factory(region_name, role_arn) if role_arn else connect_to(region_name=region_name, config=patient)
    )
