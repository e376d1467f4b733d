package io.waymark.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.edge.credentials.FakeAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// What the lines of a deployed stage's log say besides their sentence.
@Isolated("the trace is a system property, as the runtime of Lambda sets it")
class LogFieldsTest {
  private static final String TRACE = "com.amazonaws.xray.traceHeader";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aLineOfARequestNamesTheRequestItsTraceAndItsTenant() throws Exception {
    System.setProperty(TRACE, "Root=1-67891233-abcdef012345678912345678;Parent=5391;Sampled=1");
    try {
      JsonNode fields = bug("/echo/bug", Map.of("X-API-Key", FakeAccess.KEY)).path("mdc");
      assertThat(fields.path("request_id").asText()).isEqualTo("gateway-id");
      assertThat(fields.path("trace_id").asText()).isEqualTo("1-67891233-abcdef012345678912345678");
      assertThat(fields.path("tenant_id").asText()).isEqualTo("demo");
      assertThat(fields.size()).as("nothing else").isEqualTo(3);
    } finally {
      System.clearProperty(TRACE);
    }
  }

  @Test
  void nothingOfARequestStaysWithTheNextOne() throws Exception {
    bug("/echo/bug", Map.of("X-API-Key", FakeAccess.KEY));
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    JsonNode fields = bug("/echo/bug", Map.of()).path("mdc");
    assertThat(fields.has("tenant_id")).isFalse();
    assertThat(fields.has("trace_id")).isFalse();
  }

  @Test
  void anErrorHasTheFingerprintOfThePlaceItComesFrom() throws Exception {
    String one = bug("/echo/bug", Map.of()).path("fingerprint").asText();
    assertThat(one).matches("[0-9a-f]{16}");
    assertThat(bug("/echo/bug", Map.of("X-API-Key", FakeAccess.KEY)).path("fingerprint").asText())
        .as("whoever meets it")
        .isEqualTo(one);
    assertThat(bug("/echo/other-bug", Map.of()).path("fingerprint").asText())
        .as("another method")
        .isNotEqualTo(one);
  }

  @Test
  void anErrorWithoutAnExceptionHasTheFingerprintOfItsSentence() throws Exception {
    String one = logged("row {} is none of ours", "zoe").path("fingerprint").asText();
    assertThat(one).matches("[0-9a-f]{16}");
    assertThat(logged("row {} is none of ours", "ann").path("fingerprint").asText())
        .as("whatever it is about")
        .isEqualTo(one);
    assertThat(logged("row {} is damaged", "zoe").path("fingerprint").asText()).isNotEqualTo(one);
  }

  @Test
  void theReferenceNamesEachFieldOfALine() throws Exception {
    System.setProperty(TRACE, "Root=1-67891233-abcdef012345678912345678");
    try {
      JsonNode line = bug("/echo/bug", Map.of("X-API-Key", FakeAccess.KEY));
      Set<String> fields = new TreeSet<>();
      line.properties()
          .forEach(
              field -> {
                if (field.getKey().equals("mdc")) {
                  field.getValue().fieldNames().forEachRemaining(name -> fields.add("mdc." + name));
                } else {
                  fields.add(field.getKey());
                }
              });
      assertThat(Reference.names("## Log fields")).isEqualTo(fields);
    } finally {
      System.clearProperty(TRACE);
    }
  }

  /// An error without an exception, as the shipped configuration writes it.
  private static JsonNode logged(String sentence, String argument)
      throws IOException, JoranException {
    Encoder<ILoggingEvent> shipped = encoder();
    List<byte[]> lines = new ArrayList<>();
    try (Logged _ = Logged.of(LogFieldsTest.class, event -> lines.add(shipped.encode(event)))) {
      LoggerFactory.getLogger(LogFieldsTest.class).error(sentence, argument);
    }
    assertThat(lines).hasSize(1);
    return JSON.readTree(lines.getFirst());
  }

  /// The one line of an error, as the shipped configuration writes it.
  private static JsonNode bug(String path, Map<String, String> headers)
      throws IOException, JoranException {
    Encoder<ILoggingEvent> shipped = encoder();
    List<byte[]> lines = new ArrayList<>();
    try (Logged _ =
        Logged.of(ProblemResponses.OfBugs.class, event -> lines.add(shipped.encode(event)))) {
      assertThat(Answer.get(path, headers).getStatusCode()).isEqualTo(500);
    }
    assertThat(lines).hasSize(1);
    return JSON.readTree(lines.getFirst());
  }

  private static Encoder<ILoggingEvent> encoder() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(
        Objects.requireNonNull(LogFieldsTest.class.getResource("/logback-json.xml")));
    return ((ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("STDOUT"))
        .getEncoder();
  }
}
