package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.function.aws.MicronautLambdaContext;
import io.micronaut.function.aws.proxy.MockLambdaContext;
import io.waymark.edge.usage.UsageLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// A request that was served is answered, whatever becomes of its usage line.
class UsageLineNotWrittenTest {
  private final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();

  @Test
  void isSaidOnceAndNoFailureOfTheRequest() {
    try (ApplicationContext context =
            ApplicationContext.builder(
                    Environment.FUNCTION, MicronautLambdaContext.ENVIRONMENT_LAMBDA)
                .properties(Map.of("waymark.embedded", true))
                .start();
        Logged _ = Logged.of(UsageLines.class, logged::add)) {
      LambdaApiHandler handler = new Embedded(context);
      assertThat(call(handler, new FullDisk()).getStatusCode()).isEqualTo(404);
      assertThat(call(handler, new FullDisk()).getStatusCode()).isEqualTo(404);
      assertThat(logged).hasSize(1);
      assertThat(logged.getFirst().getFormattedMessage()).contains("gateway-id");

      call(handler, new MockLambdaContext());
      call(handler, new FullDisk());
      assertThat(logged).as("said again after it went well").hasSize(2);
    }
  }

  private static APIGatewayProxyResponseEvent call(
      LambdaApiHandler handler, MockLambdaContext context) {
    return handler.handleRequest(
        new APIGatewayProxyRequestEvent()
            .withHttpMethod("GET")
            .withPath("/echo/nowhere")
            .withHeaders(Map.of())
            .withMultiValueHeaders(Map.of())
            .withRequestContext(
                new APIGatewayProxyRequestEvent.ProxyRequestContext()
                    .withRequestId("gateway-id")
                    .withHttpMethod("GET")),
        context);
  }

  private static final class Embedded extends LambdaApiHandler {
    Embedded(ApplicationContext context) {
      super(context);
    }
  }

  /// Where lines cannot be kept.
  private static final class FullDisk extends MockLambdaContext {
    @Override
    public LambdaLogger getLogger() {
      return new LambdaLogger() {
        @Override
        public void log(String message) {
          throw new UncheckedIOException(new IOException("No space left on device"));
        }

        @Override
        public void log(byte[] message) {
          throw new UncheckedIOException(new IOException("No space left on device"));
        }
      };
    }
  }
}
