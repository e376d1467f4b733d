package io.waymark.auth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Typed: answers what it was given and told, as JSON in base64. */
public final class ApiHandler implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    if (event.get("path").equals("/api/v1/auth/bug")) {
      throw new IllegalStateException("a bug with a secret in its message");
    }
    String text =
        event.get("httpMethod")
            + "|" + event.get("path")
            + "|" + event.get("multiValueQueryStringParameters")
            + "|" + ((Map<?, ?>) event.get("multiValueHeaders")).get("X-Twice")
            + "|" + event.get("body")
            + "|" + event.get("isBase64Encoded")
            + "|" + context.getFunctionName()
            + "|" + (context.getRemainingTimeInMillis() > 20_000)
            + "|" + context.getAwsRequestId().equals(((Map<?, ?>) event.get("requestContext")).get("requestId"));
    return Map.of(
        "statusCode", 200,
        "headers", Map.of("Content-Type", "text/plain", "X-Single", "one"),
        "multiValueHeaders", Map.of("Set-Thing", List.of("a", "b")),
        "body", Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
        "isBase64Encoded", true);
  }
}
