package io.waymark.edge;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.function.aws.proxy.payload1.ApiGatewayProxyRequestEventFunction;
import io.micronaut.http.HttpStatus;
import io.waymark.edge.priming.Snapshots;
import io.waymark.edge.telemetry.LogFields;
import io.waymark.edge.telemetry.Telemetry;
import io.waymark.edge.usage.UsageLines;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.jspecify.annotations.Nullable;

/// A function's HTTP handler: takes a proxy event of an API Gateway REST API, routes it to the
/// function's controllers. Each function has one, named `ApiHandler`.
public abstract class LambdaApiHandler extends ApiGatewayProxyRequestEventFunction {
  private final Heartbeats heartbeats;
  private final UsageLines usage;
  private final Telemetry telemetry;
  private final Resource snapshotHooks;

  @SuppressWarnings("this-escape") // the hooks are called once Lambda has made the handler
  protected LambdaApiHandler() {
    heartbeats = applicationContext.getBean(Heartbeats.class);
    usage = applicationContext.getBean(UsageLines.class);
    telemetry = applicationContext.getBean(Telemetry.class);
    snapshotHooks = applicationContext.getBean(Snapshots.class).hooks(this::answerAlone);
    Core.getGlobalContext().register(snapshotHooks);
  }

  /// On beans that are already there, for tests.
  @SuppressWarnings("this-escape") // as above
  protected LambdaApiHandler(ApplicationContext context) {
    super(context);
    heartbeats = context.getBean(Heartbeats.class);
    usage = context.getBean(UsageLines.class);
    telemetry = context.getBean(Telemetry.class);
    snapshotHooks = context.getBean(Snapshots.class).hooks(this::answerAlone);
  }

  /// What Lambda calls before it takes a snapshot of this function, and after each restore.
  public Resource snapshotHooks() {
    return snapshotHooks;
  }

  private APIGatewayProxyResponseEvent answerAlone(APIGatewayProxyRequestEvent event) {
    return super.handleRequest(event, null);
  }

  @Override
  public APIGatewayProxyResponseEvent handleRequest(
      APIGatewayProxyRequestEvent event, Context context) {
    long begin = System.nanoTime();
    String id = requestId(event, context);
    int status = HttpStatus.INTERNAL_SERVER_ERROR.getCode();
    try (LogFields _ = LogFields.of(id)) {
      try {
        withRequestId(event, id);
        withPlusAsItself(event);
        APIGatewayProxyResponseEvent response = super.handleRequest(event, context);
        status = response.getStatusCode();
        usage.write(event, response, id, since(begin), context);
        return response;
      } finally {
        telemetry.served(getClass(), status, since(begin), context);
        heartbeats.beat();
      }
    }
  }

  private static Duration since(long begin) {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// The one that API Gateway logs, wherever there is one.
  private static String requestId(APIGatewayProxyRequestEvent event, Context context) {
    if (event.getRequestContext() == null) {
      event.setRequestContext(new APIGatewayProxyRequestEvent.ProxyRequestContext());
    }
    @Nullable String id = event.getRequestContext().getRequestId();
    return id == null ? context.getAwsRequestId() : id;
  }

  /// The framework decodes a path as if it were a form, where a plus is a space.
  private static void withPlusAsItself(APIGatewayProxyRequestEvent event) {
    @Nullable String path = event.getPath();
    if (path != null) {
      event.setPath(path.replace("+", "%2B"));
    }
  }

  /// It replaces whatever the caller sent under its name. All headers come into the map of lists:
  /// the framework joins both maps anew each time it is asked for a header.
  private static void withRequestId(APIGatewayProxyRequestEvent event, String id) {
    Map<String, List<String>> headers = new HashMap<>();
    if (event.getHeaders() != null) {
      event.getHeaders().forEach((name, value) -> headers.put(name, List.of(value)));
    }
    if (event.getMultiValueHeaders() != null) {
      headers.putAll(event.getMultiValueHeaders());
    }
    headers.keySet().removeIf(RequestIdFilter.HEADER::equalsIgnoreCase);
    headers.put(RequestIdFilter.HEADER, List.of(id));
    event.setHeaders(Map.of());
    event.setMultiValueHeaders(headers);
  }
}
