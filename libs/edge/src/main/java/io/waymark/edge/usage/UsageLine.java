package io.waymark.edge.usage;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.tenancy.installation.Installation;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a function writes of one HTTP request: a JSON object on a line of its own, which begins
/// with [#MARK] and so differs from every line of a log.
///
/// @param waymarkUsage the version of this form: 1
/// @param id of the line; a line that is delivered twice counts once by it
/// @param tenant of the caller; null where no credential held
/// @param apiKey the key's id; null for members
/// @param endpoint the route's template, never the path as sent; [#UNMATCHED] without a route
/// @param time when the request came
/// @param requestBytes of the body, decoded; so too `responseBytes`
@Serdeable
@JsonIgnoreProperties(ignoreUnknown = true) // a writer outlives the functions of the next version
public record UsageLine(
    int waymarkUsage,
    UUID id,
    @Nullable String tenant,
    @Nullable String apiKey,
    String endpoint,
    String method,
    int status,
    int latencyMs,
    long requestBytes,
    long responseBytes,
    Instant time,
    String requestId) {
  /// How every such line begins.
  public static final String MARK = "{\"" + Installation.USAGE_FIELD + "\":";

  /// The endpoint of a request that no route serves.
  public static final String UNMATCHED = "unmatched";
}
