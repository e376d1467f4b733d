package io.waymark.edge;

import io.micronaut.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The problems a controller may answer with.
public final class Problems {
  private Problems() {}

  /// 400: one field is wrong.
  public static ProblemException invalid(String field, String message) {
    return invalid(List.of(new FieldError(field, message)));
  }

  /// 400: these fields are wrong.
  public static ProblemException invalid(List<FieldError> errors) {
    String detail =
        errors.size() == 1
            ? errors.getFirst().field() + " " + errors.getFirst().message()
            : errors.size() + " fields are not valid; see errors";
    return new ProblemException(HttpStatus.BAD_REQUEST, detail, errors, Optional.empty());
  }

  /// 401: no credential, or one that does not hold.
  public static ProblemException unauthorized(String detail) {
    return of(HttpStatus.UNAUTHORIZED, detail);
  }

  /// 403: the credential holds but does not reach this far.
  public static ProblemException forbidden(String detail) {
    return of(HttpStatus.FORBIDDEN, detail);
  }

  /// 403: the body names a tenant that is not the credential's.
  public static ProblemException foreignTenant() {
    return new ProblemException(
        HttpStatus.FORBIDDEN,
        "tenant_id is not the tenant of your credential",
        List.of(new FieldError("tenant_id", "must be left out or be the tenant of the credential")),
        Optional.empty());
  }

  /// 404: there is no such thing, or it is another tenant's.
  public static ProblemException notFound(String what) {
    return of(HttpStatus.NOT_FOUND, "there is no " + what);
  }

  /// 409: the state of things does not allow it now.
  public static ProblemException conflict(String detail) {
    return of(HttpStatus.CONFLICT, detail);
  }

  /// 409 with `Retry-After`: it will allow it soon.
  public static ProblemException conflict(String detail, Duration retryAfter) {
    return new ProblemException(HttpStatus.CONFLICT, detail, List.of(), Optional.of(retryAfter));
  }

  /// 422: each field is right by itself, and together with what came before they are not.
  public static ProblemException unprocessable(String field, String message) {
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_ENTITY,
        field + " " + message,
        List.of(new FieldError(field, message)),
        Optional.empty());
  }

  /// 413.
  public static ProblemException tooLarge(String detail) {
    return of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, detail);
  }

  /// 429 with `Retry-After`.
  public static ProblemException tooMany(String detail, Duration retryAfter) {
    return new ProblemException(
        HttpStatus.TOO_MANY_REQUESTS, detail, List.of(), Optional.of(retryAfter));
  }

  /// 503 with `Retry-After`.
  public static ProblemException unavailable(String detail, Duration retryAfter) {
    return new ProblemException(
        HttpStatus.SERVICE_UNAVAILABLE, detail, List.of(), Optional.of(retryAfter));
  }

  private static ProblemException of(HttpStatus status, String detail) {
    return new ProblemException(status, detail, List.of(), Optional.empty());
  }
}
