package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.servlet.http.ServletHttpRequest;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes every error answer a [Problem]: ours, and through [ErrorResponseProcessor] all that the
/// framework answers by itself (no such route, wrong method, unreadable body, broken constraint).
@Singleton
final class ProblemResponses implements ErrorResponseProcessor<Problem> {
  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    List<FieldError> errors =
        context.getRootCause().map(FieldErrors::of).orElseGet(List::<FieldError>of);
    HttpStatus status = HttpStatus.valueOf(response.code());
    if (errors.isEmpty() && status == HttpStatus.BAD_REQUEST && aboutTheBody(context)) {
      errors = List.of(new FieldError("body", whyNoBody(context.getRequest())));
    }
    String detail = detail(context, status, errors);
    return ProblemAnswers.fill(context.getRequest(), response, status, detail, errors);
  }

  /// The framework takes a body that breaks off for none.
  private static String whyNoBody(HttpRequest<?> request) {
    return request instanceof ServletHttpRequest<?, ?> served
            && served.getNativeRequest() instanceof APIGatewayProxyRequestEvent event
            && event.getBody() != null
            && !event.getBody().isBlank()
        ? FieldErrors.NO_JSON
        : "is required: a JSON object";
  }

  private static boolean aboutTheBody(ErrorContext context) {
    return context.getErrors().stream()
        .anyMatch(error -> error.getMessage().toLowerCase(Locale.ROOT).contains("body"));
  }

  private static String detail(ErrorContext context, HttpStatus status, List<FieldError> errors) {
    if (errors.size() == 1) {
      return errors.getFirst().field() + " " + errors.getFirst().message();
    }
    if (!errors.isEmpty()) {
      return errors.size() + " fields are not valid; see errors";
    }
    String path = context.getRequest().getPath();
    return switch (status) {
      case NOT_FOUND -> "there is nothing at " + path;
      case METHOD_NOT_ALLOWED ->
          context.getRequest().getMethodName() + " is not a method of " + path;
      case INTERNAL_SERVER_ERROR ->
          "something failed on our side; the request id finds it in the logs";
      default ->
          context.getErrors().stream()
              .map(Error::getMessage)
              .findFirst()
              .map(FieldErrors::firstLine)
              .orElse(status.getReason());
    };
  }

  /// What a controller decided.
  @Singleton
  static final class OfProblems
      implements ExceptionHandler<ProblemException, MutableHttpResponse<Problem>> {
    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public MutableHttpResponse<Problem> handle(HttpRequest request, ProblemException problem) {
      MutableHttpResponse<Problem> response =
          ProblemAnswers.of(request, problem.status(), problem.detail(), problem.errors());
      problem
          .retryAfter()
          .ifPresent(
              delay ->
                  response.header(
                      HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, delay.toSeconds()))));
      return response;
    }
  }

  /// A store that did not answer: the caller may try again, where its breaker is open after that
  /// has been.
  @Singleton
  static final class OfUnavailableStores
      implements ExceptionHandler<StoreUnavailableException, MutableHttpResponse<Problem>> {
    private static final Logger LOG = LoggerFactory.getLogger(OfUnavailableStores.class);

    /// About what a failure that passes takes; the caller's own repetitions spread by themselves.
    private static final long RETRY_SECONDS = 2;

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public MutableHttpResponse<Problem> handle(
        HttpRequest request, StoreUnavailableException unavailable) {
      LOG.warn("{}: {}", unavailable.getMessage(), String.valueOf(unavailable.getCause()));
      return ProblemAnswers.of(
              request,
              HttpStatus.SERVICE_UNAVAILABLE,
              unavailable.getMessage() + "; try again",
              List.of())
          .header(
              HttpHeaders.RETRY_AFTER,
              Long.toString(
                  OpenBreakerException.in(unavailable)
                      .map(OpenBreakerException::retryAfterSeconds)
                      .orElse(RETRY_SECONDS)));
    }
  }

  /// A bug: logged here, once, with its stack; the caller gets the request id.
  @Singleton
  static final class OfBugs implements ExceptionHandler<Throwable, MutableHttpResponse<Problem>> {
    private static final Logger LOG = LoggerFactory.getLogger(OfBugs.class);

    @Override
    @SuppressWarnings("rawtypes") // as the interface declares it
    public MutableHttpResponse<Problem> handle(HttpRequest request, Throwable bug) {
      LOG.error(
          "{} {} failed",
          request.getMethodName(),
          RouteTemplates.of(request).orElse("of no route"),
          bug);
      return ProblemAnswers.of(
          request,
          HttpStatus.INTERNAL_SERVER_ERROR,
          "something failed on our side; the request id finds it in the logs",
          List.of());
    }
  }
}
