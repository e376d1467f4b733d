package io.waymark.embedded.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/// What a function answered, as HTTP.
record ProxyAnswer(int status, HttpFields headers, HttpCall.Body body) {
  private static final ObjectMapper JSON = new ObjectMapper(ProxyEvents.JSON.copy());
  private static final int LOWEST_STATUS = 100;
  private static final int HIGHEST_STATUS = 599;

  /// Reads `{statusCode, headers, multiValueHeaders, body, isBase64Encoded}`.
  ///
  /// @throws MalformedAnswerException where API Gateway would answer 502
  static ProxyAnswer read(byte[] answer) {
    try {
      JsonNode root = JSON.readTree(answer);
      int status = root.path("statusCode").asInt();
      if (status < LOWEST_STATUS || status > HIGHEST_STATUS) {
        throw new MalformedAnswerException();
      }
      HttpFields.Mutable headers = HttpFields.build();
      for (Map.Entry<String, JsonNode> each : root.path("headers").properties()) {
        if (!each.getValue().isNull()) {
          headers.put(each.getKey(), each.getValue().asText());
        }
      }
      for (Map.Entry<String, JsonNode> each : root.path("multiValueHeaders").properties()) {
        headers.remove(each.getKey());
        each.getValue().forEach(value -> headers.add(each.getKey(), value.asText()));
      }
      String body = root.path("body").asText("");
      byte[] bytes =
          root.path("isBase64Encoded").asBoolean()
              ? Base64.getDecoder().decode(body)
              : body.getBytes(StandardCharsets.UTF_8);
      return new ProxyAnswer(status, headers.asImmutable(), new HttpCall.Body(bytes));
    } catch (IOException | IllegalArgumentException malformed) {
      throw new MalformedAnswerException();
    }
  }
}
