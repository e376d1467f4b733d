"""What Schemathesis has to know of Waymark: who calls, what would end the run's own credentials, and which refusals no
schema can foresee.

WAYMARK_URL is the service, WAYMARK_EMAIL and WAYMARK_PASSWORD the member whose role is tried.
"""

import os
import re
import threading

import requests
import schemathesis

URL = os.environ["WAYMARK_URL"]

# A token holds for 15 minutes.
TOKEN_SECONDS = 600

# Sent with a token of a session of their own: all others share one.
ENDS_ITS_SESSION = {"/api/v1/auth/logout", "/api/v1/auth/password"}

# (operation, field, message, reason): where a schema-valid request may be refused with 400 or 422 because of what it
# means. Each is a regular expression over the whole; every field that an answer blames must be explained.
EXPLAINED = [
    (".*", ".*", "(is not valid: )?((user|item|event)_id )?must not be longer than 256 bytes of UTF-8", "JSON Schema counts characters"),
    (".*", ".*", "size must be between 1 and [0-9]+", "counted in UTF-16, where JSON Schema counts characters"),
    ("POST .*", "Idempotency-Key", "was sent before with another body; choose a new one", "depends on earlier requests"),
    (".*", "tenant_id", ".*", "depends on the credential"),
    (".*", "(boosts.[0-9]+..)?filter", ".*", "CEL has a grammar, and attributes have types"),
    (".*", "fields.[0-9]+.", "must be an attribute of the catalogue.*", "depends on the catalogue"),
    ("POST /api/v1/recommend", "cursor", "must be the next_cursor.*", "sealed by the service"),
    ("POST /api/v1/recommend", "(seed|session|candidate)_items", "(must name at least one item for|belongs to) the placement.*", "depends on the placement"),
    ("POST /api/v1/recommend", "(new_share|window_days|half_life_days)", "belongs to the placement.*", "depends on the placement"),
    ("POST /api/v1/recommend", "candidate_items", "names .* twice", "depends on other entries"),
    ("POST /api/v1/recommend", "(filter|exclude_items|exclude_interacted)", "does not go with the placement rerank.*", "depends on the placement"),
    ("POST /api/v1/recommend", "exclude_interacted", "needs user_id", "depends on another field"),
    ("POST /api/v1/recommend", "diversity_by", ".*", "depends on another field, and on the catalogue"),
    ("POST /api/v1/recommend", "count", "must be 1-100", "1,000 only with the placement rerank"),
    ("POST /api/v1/recommend", "pins.[0-9]+..(item_id|position)", "(is pinned twice|is that of another pin|must be one of candidate_items)", "depends on other entries"),
    (".*/(recommend|similar|trending)", "model", "[^ ]+ has no active version.*", "depends on what was trained"),
    ("POST /api/v1/api-keys", "expires_at", "must be .*", "depends on the clock; and RFC 3339 knows offsets and seconds that no clock has"),
    ("(POST|PATCH) /api/v1/rate-limits.*", "max_requests", "is more than your operator lets you have: .*", "depends on the tenant's ceilings: CeilingsTest.anAdminSetsNoLimitAboveWhatTheOperatorAllows"),
    ("GET /api/v1/usage", "(from|to)", "must be (before to|at most .* days before to.*|a time of RFC 3339.*)", "depends on the other, on `by`, and on the clock"),
    ("(POST|PATCH) /api/v1/(members|invitations).*", "role", "must be platform_admin at the tenant platform", "depends on the credential"),
    ("POST /api/v1/(members|invitations|tenants|tenants/.id./invitations)", "(admin.)?email", "is not an e-mail address", "stricter than the format `email`: no quotes, no IP addresses"),
    ("POST /api/v1/(members|tenants|auth/password|auth/accept-invitation)", "(admin.|new_)?password", "must not .*", "among the common ones, or made of what is known of its owner"),
    ("POST /api/v1/(members|tenants|auth/password|auth/accept-invitation)", "(admin.|new_)?password", "must have 15 to 128 characters.*", "counted in the form NFKC"),
    ("POST /api/v1/auth/password", "current_password", "is not your password", "depends on the member"),
    ("POST /api/v1/auth/second-factor.*", "password|code", "is not your password|is not the app's code of this moment|or code is wrong", "depends on the member"),
    ("(POST|PATCH) /api/v1/tenants.*", "settings", "must have names of 1 to 100 characters|must not contain control characters.*", "OpenAPI 3.0 cannot bound names"),
    ("POST /api/v1/models/.name./versions", "files.*", "must (be model.onnx.*, each once|hold model.onnx.*)", "depends on the kind and the other entries"),
    ("PUT /api/v1/data/quality-thresholds", "(dominant|rejected)_held", "must not be below .*", "depends on another field"),
    ("PUT /api/v1/experiments", "experiment.arms", "must have shares that together make 1, not .*", "depends on all arms"),
    ("PUT /api/v1/experiments", "experiment.arms.[0-9]+..name", "is that of another arm", "depends on other entries"),
    ("GET /api/v1/metrics/recommendations", "from", "must (not be after to|be at most 90 days with to; .*)", "depends on the other"),
    ("POST /api/v1/ml/predict", "model|inputs.*", ".*", "depends on the model"),
    ("POST /api/v1/models/.name./versions/.version./validate", "inputs.*", ".*", "depends on the model"),
    ("PUT /api/v1/items/.id.", ".*", "must (not be longer than 1024 characters|be at most 64)|is no name of an attribute.*", "any further field is an attribute, and JSON Schema counts characters"),
]

_lock = threading.Lock()


def _log_in():
    answer = requests.post(
        URL + "/api/v1/auth/login",
        json={"email": os.environ["WAYMARK_EMAIL"], "password": os.environ["WAYMARK_PASSWORD"]},
        timeout=300,
    )
    answer.raise_for_status()
    return answer.json()["access_token"]


@schemathesis.auth(refresh_interval=TOKEN_SECONDS)
class Member:
    def get(self, case, ctx):
        return _log_in()

    def set(self, case, data, ctx):
        if case.operation.path in ENDS_ITS_SESSION:
            with _lock:
                data = _log_in()
        case.headers = case.headers or {}
        case.headers["Authorization"] = "Bearer " + data


@schemathesis.hook
def after_call(ctx, case, response):
    """A limit that a case has set would refuse the cases after it: it goes at once."""
    if case.operation.label == "POST /api/v1/rate-limits" and response.status_code == 201:
        requests.delete(
            URL + "/api/v1/rate-limits/" + response.json()["id"],
            headers={"Authorization": "Bearer " + _log_in()},
            timeout=300,
        )


@schemathesis.hook
def filter_failure(ctx, failure, case, response):
    """Drops what is no failure, with the reason for it above or here."""
    kind = type(failure).__name__
    if kind == "RejectedPositiveData":
        return not _explained(case.operation.label, response)
    if kind == "AcceptedNegativeData":
        return not _refused_in_its_own_way(case.operation.label, response)
    if kind == "UseAfterFree" and case.operation.path == "/api/v1/api-keys/{id}":
        return response.json().get("status") != "revoked"  # a key is ended, and stays in the list as such
    return True


def _explained(operation, response):
    if response.status_code not in (400, 422):
        return False
    errors = response.json()["errors"]
    return bool(errors) and all(
        any(
            re.fullmatch(where, operation)
            and re.fullmatch(field, error["field"])
            and re.fullmatch(message, error["message"], re.DOTALL)
            for where, field, message, _ in EXPLAINED
        )
        for error in errors
    )


def _refused_in_its_own_way(operation, response):
    if response.status_code == 413:
        return True  # too much of something is refused as such
    if operation == "POST /api/v1/data/ingest" and response.status_code == 202:
        return response.json()["rejected"] > 0  # a bad event is refused alone
    if operation == "POST /api/v1/recommend/batch" and response.status_code == 200:
        return any(each["status"] >= 400 for each in response.json()["results"])  # so is a bad request of a batch
    return False
