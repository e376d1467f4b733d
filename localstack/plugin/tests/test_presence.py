"""Whether a LocalStack says that the plug-in is there."""

from localstack.http import Request, Router
from localstack.http.dispatcher import handler_dispatcher

from waymark_localstack import presence


def test_answers_under_its_path():
    router = Router(dispatcher=handler_dispatcher())
    router.add(presence.answer)
    answer = router.dispatch(Request(method="GET", path=presence.PATH))
    assert answer.status_code == 200
    assert answer.get_json() == {"plugin": "waymark-localstack"}
