package io.waymark.embedded.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/// An error that the gateway answers by itself, of the shape the functions use.
final class GatewayProblem {
  private static final ObjectMapper JSON = new ObjectMapper();

  private GatewayProblem() {}

  static ProxyAnswer of(int status, String detail, String requestId) {
    ObjectNode problem = JSON.createObjectNode();
    problem
        .put("type", "about:blank")
        .put("title", HttpStatus.getMessage(status))
        .put("status", status)
        .put("detail", detail)
        .put("request_id", requestId)
        .putArray("errors");
    return new ProxyAnswer(
        status,
        HttpFields.build().put(HttpHeader.CONTENT_TYPE, "application/problem+json").asImmutable(),
        new HttpCall.Body(problem.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /// 503, to be asked again in a second.
  static ProxyAnswer busy(String detail, String requestId) {
    ProxyAnswer problem = of(HttpStatus.SERVICE_UNAVAILABLE_503, detail, requestId);
    return new ProxyAnswer(
        problem.status(),
        HttpFields.build(problem.headers()).put(HttpHeader.RETRY_AFTER, "1").asImmutable(),
        problem.body());
  }
}
