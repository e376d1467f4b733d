package io.waymark.recommend;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Bodies that may be left out. Behind API Gateway the framework takes a missing one for a mistake,
/// whatever the controller says: it is given an empty object instead.
final class LambdaBodies {
  private static final Pattern ROUTES =
      Pattern.compile("/api/v1/models/[^/]+/versions/[^/]+/(activate|validate)/?$");

  private static final String TYPE = "Content-Type";
  private static final String JSON = "application/json";

  private LambdaBodies() {}

  static void fill(APIGatewayProxyRequestEvent event) {
    if (!"POST".equals(event.getHttpMethod())
        || !Optional.ofNullable(event.getBody()).orElse("").isBlank()
        || !ROUTES.matcher(Optional.ofNullable(event.getPath()).orElse("")).find()) {
      return;
    }
    event.setBody("{}");
    event.setIsBase64Encoded(false);
    Map<String, String> headers =
        new HashMap<>(Optional.ofNullable(event.getHeaders()).orElse(Map.of()));
    headers.keySet().removeIf(TYPE::equalsIgnoreCase);
    headers.put(TYPE, JSON);
    event.setHeaders(headers);
    Map<String, List<String>> all =
        new HashMap<>(Optional.ofNullable(event.getMultiValueHeaders()).orElse(Map.of()));
    all.keySet().removeIf(TYPE::equalsIgnoreCase);
    all.put(TYPE, List.of(JSON));
    event.setMultiValueHeaders(all);
  }
}
