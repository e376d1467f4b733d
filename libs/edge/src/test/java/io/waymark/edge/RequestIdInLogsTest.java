package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// The request id that a 500 quotes finds it in the logs, as the shipped configuration writes them.
class RequestIdInLogsTest {
  @Test
  void theIdOfA500StandsInItsLogLine() throws JoranException {
    Encoder<ILoggingEvent> shipped = encoder();
    List<String> lines = new CopyOnWriteArrayList<>();
    APIGatewayProxyResponseEvent answer;
    try (Logged _ =
        Logged.of(
            ProblemResponses.OfBugs.class,
            event -> lines.add(new String(shipped.encode(event), StandardCharsets.UTF_8)))) {
      answer = Answer.get("/echo/bug");
    }
    assertThat(answer.getBody())
        .contains("\"request_id\":\"gateway-id\"")
        .contains("the request id finds it in the logs");
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst())
        .contains("gateway-id")
        .contains("GET /echo/bug failed")
        .contains("secret detail");
  }

  private static Encoder<ILoggingEvent> encoder() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(RequestIdInLogsTest.class.getResource("/logback.xml")));
    return ((ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDOUT"))
        .getEncoder();
  }
}
