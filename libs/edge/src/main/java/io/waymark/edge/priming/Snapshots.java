package io.waymark.edge.priming;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import jakarta.inject.Singleton;
import java.util.List;
import org.crac.Context;
import org.crac.Resource;

/// What happens before a snapshot of the function is taken, and after each restore.
@Singleton
public final class Snapshots {
  private final List<Primed> primed;
  private final List<PrimedRequest> requests;
  private final List<Renewed> renewed;

  Snapshots(List<Primed> primed, List<PrimedRequest> requests, List<Renewed> renewed) {
    this.primed = primed;
    this.requests = requests;
    this.renewed = renewed;
  }

  /// Answers a request by the function's routes, and does nothing else of an invocation.
  public interface Routes {
    APIGatewayProxyResponseEvent answer(APIGatewayProxyRequestEvent request);
  }

  /// The hooks to register with [org.crac.Core]. It keeps only weak references: whoever registers
  /// them holds them.
  public Resource hooks(Routes routes) {
    return new Resource() {
      @Override
      public void beforeCheckpoint(Context<? extends Resource> context) throws Exception {
        for (Primed each : primed) {
          each.prime();
        }
        requests.forEach(request -> ask(routes, request));
        renewed.forEach(Renewed::renew);
      }

      @Override
      public void afterRestore(Context<? extends Resource> context) {
        renewed.forEach(Renewed::renew);
        renewed.forEach(Renewed::restored);
      }
    };
  }

  private static void ask(Routes routes, PrimedRequest request) {
    APIGatewayProxyResponseEvent answer = routes.answer(request.event());
    if (answer.getStatusCode() != request.status()) {
      throw new IllegalStateException(
          "%s %s answered %d where priming expects %d: %s"
              .formatted(
                  request.method(),
                  request.path(),
                  answer.getStatusCode(),
                  request.status(),
                  answer.getBody()));
    }
  }
}
