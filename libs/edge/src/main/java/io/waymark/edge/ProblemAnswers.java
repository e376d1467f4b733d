package io.waymark.edge;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.Locale;

/// Builds answers whose body is a [Problem].
public final class ProblemAnswers {
  private ProblemAnswers() {}

  public static MutableHttpResponse<Problem> of(
      HttpRequest<?> request, HttpStatus status, String detail) {
    return of(request, status, detail, List.of());
  }

  static MutableHttpResponse<Problem> of(
      HttpRequest<?> request, HttpStatus status, String detail, List<FieldError> errors) {
    return fill(request, HttpResponse.status(status), status, detail, errors);
  }

  static MutableHttpResponse<Problem> fill(
      HttpRequest<?> request,
      MutableHttpResponse<?> response,
      HttpStatus status,
      String detail,
      List<FieldError> errors) {
    Problem problem =
        new Problem(
            "urn:waymark:problem:" + status.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            status.getReason(),
            status.getCode(),
            detail,
            RequestIdFilter.requestId(request),
            errors);
    return response.body(problem).contentType(Problem.MEDIA_TYPE);
  }
}
