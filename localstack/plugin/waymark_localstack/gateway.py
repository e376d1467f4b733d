"""LocalStack's server binds 0.0.0.0 whatever GATEWAY_LISTEN says; without a container around it that is the network."""

import functools

from localstack import config
from localstack.runtime.server import twisted as server
from twisted.internet import endpoints


class _EndpointsOfOneHost:
    """The module `twisted.internet.endpoints`, but its TCP servers bind one address."""

    def __init__(self, host: str) -> None:
        self.TCP4ServerEndpoint = functools.partial(endpoints.TCP4ServerEndpoint, interface=host)

    def __getattr__(self, name: str):
        return getattr(endpoints, name)


def bind_to_its_host() -> None:
    hosts = {listen.host for listen in config.GATEWAY_LISTEN}
    if len(hosts) != 1 or "0.0.0.0" in hosts:
        raise ValueError(f"host mode wants one address in GATEWAY_LISTEN, not {sorted(hosts)}")
    server.endpoints = _EndpointsOfOneHost(hosts.pop())
