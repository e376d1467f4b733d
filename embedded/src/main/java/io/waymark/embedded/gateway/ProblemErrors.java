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
    String requestId = UUID.randomUUID().toString();
    ProxyAnswer answer = GatewayProblem.of(status, detail(status), requestId);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
    response.getHeaders().put("X-Request-Id", requestId);
    response.getHeaders().put(HttpHeader.CONNECTION, "close"); // nothing says where the next begins
    if (stopping) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response.write(true, ByteBuffer.wrap(answer.body().bytes()), callback);
    return true;
  }

  private static String detail(int status) {
    return switch (status) {
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> "the service is stopping; try again";
      case HttpStatus.URI_TOO_LONG_414, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          "path, query and headers are longer than 8 KB; send long values in a body";
      case HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 -> "this is HTTP/1.1";
      default -> "the request could not be read";
    };
  }
}
