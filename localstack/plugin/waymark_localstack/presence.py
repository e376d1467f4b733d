"""A route by which whoever is given a LocalStack sees that this plug-in is in it."""

import json

from localstack.http import Response, route
from localstack.services.edge import ROUTER

PATH = "/_waymark/plugin"


@route(PATH, methods=["GET"])
def answer(_request) -> Response:
    return Response(json.dumps({"plugin": "waymark-localstack"}), mimetype="application/json")


def show() -> None:
    ROUTER.add(answer)
