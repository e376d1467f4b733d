package io.waymark.embedded.gateway;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What the server refuses before a handler sees it (a stop has begun, a request that is no HTTP),
/// as the same problems that everything else answers.
final class ProblemErrors implements Request.Handler {
  private static final String RETRY_AFTER_SECONDS = "5";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    boolean stopping = status == HttpStatus.SERVICE_UNAVAILABLE_503;
    String detail =
        stopping ? "the service is stopping; try again" : "the request could not be read";
    String requestId = UUID.randomUUID().toString();
    ProxyAnswer answer = GatewayProblem.of(status, detail, requestId);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put("X-Request-Id", requestId);
    if (stopping) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response.write(true, ByteBuffer.wrap(answer.body().bytes()), callback);
    return true;
  }
}
