package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crac.Resource;

/// Calls the echo function as API Gateway would.
final class Answer {
  private Answer() {}

  static final class ApiHandler extends LambdaApiHandler {}

  private static final ApiHandler HANDLER = new ApiHandler();

  static ApplicationContext context() {
    return HANDLER.getApplicationContext();
  }

  static Resource hooks() {
    return HANDLER.snapshotHooks();
  }

  static APIGatewayProxyResponseEvent getWithAuthorizer(String path, Map<String, Object> said) {
    return of("GET", path, Map.of(), "", Map.of(), said);
  }

  static APIGatewayProxyResponseEvent of(
      String method, String path, Map<String, String> headers, String body) {
    return of(method, path, headers, body, Map.of(), Map.of());
  }

  private static APIGatewayProxyResponseEvent of(
      String method,
      String path,
      Map<String, String> headers,
      String body,
      Map<String, List<String>> query,
      Map<String, Object> authorizer) {
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    APIGatewayProxyRequestEvent event =
        new APIGatewayProxyRequestEvent()
            .withHttpMethod(method)
            .withPath(path)
            .withHeaders(headers)
            .withMultiValueHeaders(lists)
            .withRequestContext(
                new APIGatewayProxyRequestEvent.ProxyRequestContext()
                    .withRequestId("gateway-id")
                    .withHttpMethod(method)
                    .withIdentity(
                        new APIGatewayProxyRequestEvent.RequestIdentity()
                            .withSourceIp("203.0.113.7")))
            .withMultiValueQueryStringParameters(query)
            .withBody(body);
    event.getRequestContext().setAuthorizer(authorizer);
    return HANDLER.handleRequest(event, new MockLambdaContext());
  }

  static APIGatewayProxyResponseEvent query(String path, Map<String, List<String>> query) {
    return of("GET", path, Map.of(), "", query, Map.of());
  }

  static APIGatewayProxyResponseEvent post(String body) {
    return of("POST", "/echo", Map.of("Content-Type", "application/json"), body);
  }

  static APIGatewayProxyResponseEvent get(String path, Map<String, String> headers) {
    return of("GET", path, headers, "");
  }

  static APIGatewayProxyResponseEvent get(String path) {
    return get(path, Map.of());
  }
}
