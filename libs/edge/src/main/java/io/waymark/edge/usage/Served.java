package io.waymark.edge.usage;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.waymark.tenancy.Principal;
import java.util.Map;
import java.util.Optional;

/// What is known of a request only while it is served. It leaves by the event, where an authorizer
/// of the gateway would have said who calls: requests may change threads, and the event stays
/// theirs.
record Served(Optional<Principal> principal, Optional<String> template) {
  private static final String KEY = "waymark.served";
  private static final Served NOTHING = new Served(Optional.empty(), Optional.empty());

  void leaveIn(APIGatewayProxyRequestEvent event) {
    event.getRequestContext().setAuthorizer(Map.of(KEY, this));
  }

  static Served in(APIGatewayProxyRequestEvent event) {
    Map<String, Object> said = event.getRequestContext().getAuthorizer();
    return said != null && said.get(KEY) instanceof Served served ? served : NOTHING;
  }
}
