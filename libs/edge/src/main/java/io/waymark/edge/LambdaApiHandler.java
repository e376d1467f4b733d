package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyRequestEventFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A function's HTTP handler: takes a proxy event of an API Gateway REST API, routes it to the
/// function's controllers. Each function has one, named `ApiHandler`.
public abstract class LambdaApiHandler extends ApiGatewayProxyRequestEventFunction {
  private final Heartbeats heartbeats;

  protected LambdaApiHandler() {
    heartbeats = applicationContext.getBean(Heartbeats.class);
  }

  /// On beans that are already there, for tests.
  protected LambdaApiHandler(ApplicationContext context) {
    super(context);
    heartbeats = context.getBean(Heartbeats.class);
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    withRequestId(event, context);
    APIGatewayProxyResponseEvent response = super.handleRequest(event, context);
    heartbeats.beat();
    return response;
  }

  /// The id that API Gateway logs replaces whatever the caller sent under its name.
  private static void withRequestId(APIGatewayProxyRequestEvent event, @Nullable Context context) {
    @Nullable String id =
        event.getRequestContext() == null ? null : event.getRequestContext().getRequestId();
    if (id == null && context != null) {
      id = context.getAwsRequestId();
    }
    if (id == null) {
      return;
    }
    Map<String, String> headers = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    if (event.getHeaders() != null) {
      headers.putAll(event.getHeaders());
    }
    if (event.getMultiValueHeaders() != null) {
      lists.putAll(event.getMultiValueHeaders());
    }
    headers.keySet().removeIf(RequestIdFilter.HEADER::equalsIgnoreCase);
    lists.keySet().removeIf(RequestIdFilter.HEADER::equalsIgnoreCase);
    headers.put(RequestIdFilter.HEADER, id);
    lists.put(RequestIdFilter.HEADER, List.of(id));
    event.setHeaders(headers);
    event.setMultiValueHeaders(lists);
  }
}
