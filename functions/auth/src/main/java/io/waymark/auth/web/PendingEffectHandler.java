package io.waymark.auth.web;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.waymark.auth.outbox.PendingEffectException;
import io.waymark.edge.Problem;
import io.waymark.edge.ProblemAnswers;
import jakarta.inject.Singleton;

/// Answers for changes that are stored and not in effect yet.
@Singleton
public final class PendingEffectHandler
    implements ExceptionHandler<PendingEffectException, MutableHttpResponse<Problem>> {
  /// Describes the answer in the OpenAPI document.
  public static final String DESCRIPTION =
      "Nothing was stored, or (`detail` begins with \"stored\") it is and what it takes away still"
          + " holds elsewhere: it takes effect within a minute of the hot path's return, or with"
          + " the same request sent again";

  private static final String DETAIL =
      "stored; takes effect elsewhere as soon as the table access can be written: send it again, or"
          + " wait a minute";

  @Override
  @SuppressWarnings("rawtypes") // as the interface declares it
  public MutableHttpResponse<Problem> handle(HttpRequest request, PendingEffectException pending) {
    MutableHttpResponse<Problem> answer =
        ProblemAnswers.of(request, HttpStatus.SERVICE_UNAVAILABLE, DETAIL);
    return answer.header(HttpHeaders.RETRY_AFTER, "5");
  }
}
