package io.waymark.edge.resilience;

import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// A client of HTTP behind a breaker. An attempt without an answer, and one that the service says
/// to fail by itself or by too many requests (5xx, 429), counts as failed; any other status is an
/// answer. While the breaker is open, an attempt fails at once with an [SdkClientException] which
/// the SDK does not try again, and whose cause is an [OpenBreakerException].
///
/// DynamoDB says with 400 that a table is asked too much: that is one table's trouble, and the
/// SDK's business.
final class GuardedHttp implements SdkHttpClient {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final SdkHttpClient http;
  private final Breaker breaker;

  GuardedHttp(SdkHttpClient http, Breaker breaker) {
    this.http = http;
    this.breaker = breaker;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = http.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return attempt(prepared);
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private HttpExecuteResponse attempt(ExecutableHttpRequest request) throws IOException {
    try {
      breaker.enter();
    } catch (OpenBreakerException open) {
      throw SdkClientException.create(String.valueOf(open.getMessage()), open);
    }
    HttpExecuteResponse response;
    try {
      response = request.call();
    } catch (IOException | RuntimeException unanswered) {
      breaker.failed(unanswered);
      throw unanswered;
    } catch (Error broken) {
      breaker.failed(new IOException(broken)); // or what it entered by would never come back
      throw broken;
    }
    int status = response.httpResponse().statusCode();
    if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS) {
      breaker.failed(new IOException("status " + status));
    } else {
      breaker.answered();
    }
    return response;
  }

  @Override
  public String clientName() {
    return http.clientName();
  }

  @Override
  public void close() {
    http.close();
  }
}
