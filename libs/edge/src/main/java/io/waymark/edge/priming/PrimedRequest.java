package io.waymark.edge.priming;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.util.List;
import java.util.Map;

/// A request that is asked of the function's own routes before the snapshot. It must be refused
/// before any store is asked: without a credential, or with a body that is not valid.
///
/// @param status of the refusal
public record PrimedRequest(String method, String path, String body, int status) {
  APIGatewayProxyRequestEvent event() {
    return new APIGatewayProxyRequestEvent()
        .withHttpMethod(method)
        .withPath(path)
        .withHeaders(Map.of())
        .withMultiValueHeaders(Map.of("Content-Type", List.of("application/json")))
        .withRequestContext(
            new APIGatewayProxyRequestEvent.ProxyRequestContext()
                .withRequestId("priming")
                .withHttpMethod(method))
        .withBody(body);
  }
}
