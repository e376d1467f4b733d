package io.waymark.auth.usage;

import io.waymark.edge.usage.UsageLine;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A request that counts for a tenant.
///
/// @param id of its line
/// @param apiKey the key it came with; empty for a member
public record CountedRequest(
    UUID id, Optional<UUID> apiKey, Route route, Answer answer, Size size, Instant at) {
  /// What columns of the database take.
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private static final int LONGEST_ENDPOINT = 256;
  private static final int LONGEST_METHOD = 16;

  public CountedRequest {
    require(at.isAfter(Instant.EPOCH) && at.isBefore(LATEST), "time");
  }

  /// What was asked for.
  ///
  /// @param endpoint the route's template
  public record Route(String method, String endpoint) {
    public Route {
      require(isText(method, LONGEST_METHOD), "method");
      require(isText(endpoint, LONGEST_ENDPOINT), "endpoint");
    }
  }

  /// What came of it.
  public record Answer(int status, int latencyMs) {
    public Answer {
      require(status >= 100 && status <= 599, "status");
      require(latencyMs >= 0, "latency_ms");
    }
  }

  /// Bytes of the bodies.
  public record Size(long request, long response) {
    public Size {
      require(request >= 0, "request_bytes");
      require(response >= 0, "response_bytes");
    }
  }

  /// @throws IllegalArgumentException where the line cannot be one that a function wrote
  static CountedRequest of(UsageLine line) {
    return new CountedRequest(
        Objects.requireNonNull(line.id()),
        Optional.ofNullable(line.apiKey()).map(UUID::fromString),
        new Route(line.method(), line.endpoint()),
        new Answer(line.status(), line.latencyMs()),
        new Size(line.requestBytes(), line.responseBytes()),
        line.time());
  }

  private static boolean isText(String text, int longest) {
    return !text.isBlank()
        && text.length() <= longest
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static void require(boolean holds, String field) {
    if (!holds) {
      throw new IllegalArgumentException(field + " is out of range");
    }
  }
}
