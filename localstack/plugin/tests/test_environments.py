"""Which environment an invocation gets, when several come at once."""

import threading
from collections import defaultdict
from types import SimpleNamespace

import pytest
from localstack.services.lambda_.invocation.execution_environment import InvalidStatusException
from localstack.services.lambda_.invocation.lambda_models import InitializationType

from waymark_localstack.environments import Assignment

WITHIN_S = 60
"""Much longer than it takes; another may have the machine."""

ON_DEMAND = InitializationType.on_demand


class Environment:
    initialization_type = ON_DEMAND

    def __init__(self, number: int) -> None:
        self.id = str(number)
        self._busy = threading.Lock()

    def reserve(self) -> None:
        if not self._busy.acquire(blocking=False):
            raise InvalidStatusException("busy")

    def release(self) -> None:
        self._busy.release()


class Service:
    """Starts environments when it is let."""

    def __init__(self) -> None:
        self.environments = defaultdict(dict)
        self.may_start = threading.Event()
        self.may_start.set()
        self.starting = threading.Semaphore(0)
        self.started = 0

    def start_environment(self, _manager_id: str, _version: object) -> Environment:
        self.starting.release()
        assert self.may_start.wait(WITHIN_S)
        self.started += 1
        return Environment(self.started)

    def stop_environment(self, environment: Environment) -> None:
        del self.environments["f"][environment.id]


def use(assignment: Assignment, service: Service):
    return assignment.environment(service, "f", SimpleNamespace(), ON_DEMAND)


def test_one_that_is_free_is_used_again():
    assignment, service = Assignment(2), Service()
    for _ in range(3):
        with use(assignment, service) as environment:
            assert environment.id == "1"


def test_who_finds_none_free_starts_another():
    assignment, service = Assignment(2), Service()
    with use(assignment, service) as first, use(assignment, service) as second:
        assert first is not second


def test_while_others_start_one_that_becomes_free_will_do():
    assignment, service = Assignment(1), Service()
    got = []

    def ask():
        with use(assignment, service) as environment:
            got.append(environment.id)

    with use(assignment, service):
        service.may_start.clear()
        starting, waiting = threading.Thread(target=ask), threading.Thread(target=ask)
        starting.start()
        assert service.starting.acquire(timeout=WITHIN_S)
        assert service.starting.acquire(timeout=WITHIN_S)
        waiting.start()
    waiting.join(WITHIN_S)
    assert got == ["1"]
    service.may_start.set()
    starting.join(WITHIN_S)
    assert (got, service.started) == (["1", "2"], 2)


def test_one_whose_invocation_failed_is_not_used_again():
    assignment, service = Assignment(2), Service()
    with pytest.raises(OSError, match="gone"), use(assignment, service):
        raise OSError("gone")
    with use(assignment, service) as environment:
        assert environment.id == "2"


def test_a_start_that_fails_makes_room_for_the_next():
    assignment, service = Assignment(1), Service()
    start, service.start_environment = service.start_environment, lambda *_: 1 / 0
    with pytest.raises(ZeroDivisionError), use(assignment, service):
        pass
    service.start_environment = start
    with use(assignment, service) as environment:
        assert environment.id == "1"
