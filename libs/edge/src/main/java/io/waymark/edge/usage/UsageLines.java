package io.waymark.edge.usage;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.micronaut.serde.ObjectMapper;
import io.waymark.edge.OutputLines;
import io.waymark.tenancy.Principal;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the line of each request before its answer leaves: a function is frozen right after, and
/// what it still held in memory then might never be written. The request has been served by then: a
/// line that cannot be written is only missing.
@Singleton
public final class UsageLines {
  private static final Logger LOG = LoggerFactory.getLogger(UsageLines.class);
  private static final Pattern METHOD = Pattern.compile("[A-Z]{1,16}");
  private static final String OTHER_METHOD = "OTHER";

  private final ObjectMapper json;
  private final Clock clock;
  private final OutputLines output;
  private final AtomicBoolean missing = new AtomicBoolean();

  UsageLines(ObjectMapper json, Clock clock, OutputLines output) {
    this.json = json;
    this.clock = clock;
    this.output = output;
  }

  /// Writes the line of a request that has been served.
  ///
  /// @param requestId as the answer quotes it
  public void write(
      APIGatewayProxyRequestEvent event,
      APIGatewayProxyResponseEvent response,
      String requestId,
      Duration latency,
      Context context) {
    Served served = Served.in(event);
    Optional<Principal> principal = served.principal();
    Instant now = clock.instant();
    UsageLine line =
        new UsageLine(
            1,
            UUID.randomUUID(),
            principal.map(known -> known.tenant().value()).orElse(null),
            principal.map(UsageLines::apiKey).orElse(null),
            served.template().orElse(UsageLine.UNMATCHED),
            method(event.getHttpMethod()),
            response.getStatusCode(),
            (int) latency.toMillis(),
            size(event.getBody(), event.getIsBase64Encoded()),
            size(response.getBody(), response.getIsBase64Encoded()),
            now.minus(latency),
            requestId);
    try {
      output.write(json.writeValueAsString(line) + "\n", context);
      missing.set(false);
    } catch (IOException | RuntimeException failed) {
      if (missing.compareAndSet(false, true)) {
        LOG.warn("usage lines are not written, this one of {} the first", requestId, failed);
      }
    }
  }

  private static @Nullable String apiKey(Principal principal) {
    return switch (principal) {
      case Principal.ApiKey key -> key.subject();
      case Principal.Member _ -> null;
    };
  }

  private static String method(@Nullable String method) {
    return method != null && METHOD.matcher(method).matches() ? method : OTHER_METHOD;
  }

  private static long size(@Nullable String body, @Nullable Boolean base64) {
    if (body == null) {
      return 0;
    }
    if (Boolean.TRUE.equals(base64)) {
      int padding = body.endsWith("==") ? 2 : body.endsWith("=") ? 1 : 0;
      return body.length() / 4L * 3 - padding;
    }
    return body.getBytes(StandardCharsets.UTF_8).length;
  }
}
