"""How custom resources are asked and answer."""

import json
import threading
from types import SimpleNamespace

import pytest
from waymark_localstack.custom_resources import Answers, as_strings


def request(body: dict) -> SimpleNamespace:
    return SimpleNamespace(get_data=lambda: json.dumps(body).encode())


def test_an_answer_reaches_who_waits_for_it():
    answers = Answers()
    token = answers.expect()
    threading.Timer(0.05, lambda: answers.put(request({"Status": "SUCCESS"}), token)).start()
    assert answers.take(token, 60) == {"Status": "SUCCESS"}


def test_no_answer_in_time_is_none_and_a_late_one_is_refused():
    answers = Answers()
    token = answers.expect()
    assert answers.take(token, 0.01) is None
    assert answers.put(request({"Status": "SUCCESS"}), token).status_code == 404


def test_answers_are_told_apart():
    answers = Answers()
    first, second = answers.expect(), answers.expect()
    assert answers.put(request({"Data": 2}), second).status_code == 200
    assert answers.put(request({"Data": 1}), first).status_code == 200
    assert (answers.take(first, 60), answers.take(second, 60)) == ({"Data": 1}, {"Data": 2})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (False, "false"),
        (3, "3"),
        (None, None),
        ({"a": [1, {"b": True}]}, {"a": ["1", {"b": "true"}]}),
    ],
)
def test_scalars_become_texts_as_cloudformation_does(value, text):
    assert as_strings(value) == text
