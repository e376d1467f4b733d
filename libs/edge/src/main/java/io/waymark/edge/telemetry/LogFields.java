package io.waymark.edge.telemetry;

import io.waymark.tenancy.TenantId;
import java.util.Optional;
import org.slf4j.MDC;

/// The fields that every line of an invocation's log has until it is closed: `request_id`, as the
/// answer quotes it, `trace_id` of X-Ray, and `tenant_id` once it is known.
public final class LogFields implements AutoCloseable {
  static final String REQUEST = "request_id";
  static final String TRACE = "trace_id";

  private static final String TENANT = "tenant_id";

  /// Where the runtime of Lambda leaves the trace header of the invocation.
  private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";

  private static final String ROOT = "Root=";

  private LogFields() {}

  /// Begins an invocation.
  public static LogFields of(String requestId) {
    MDC.put(REQUEST, requestId);
    traceId().ifPresent(id -> MDC.put(TRACE, id));
    return new LogFields();
  }

  /// The invocation is of this tenant from here on.
  public static void tenant(TenantId tenant) {
    MDC.put(TENANT, tenant.value());
  }

  private static Optional<String> traceId() {
    return Optional.ofNullable(System.getProperty(TRACE_PROPERTY))
        .or(() -> Optional.ofNullable(System.getenv("_X_AMZN_TRACE_ID")))
        .flatMap(LogFields::root);
  }

  /// `Root=1-67891233-abcdef012345678912345678;Parent=…;Sampled=1` is of the trace `1-67891233-…`.
  private static Optional<String> root(String header) {
    for (String part : header.split(";", 0)) {
      if (part.startsWith(ROOT)) {
        return Optional.of(part.substring(ROOT.length()));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    MDC.remove(REQUEST);
    MDC.remove(TRACE);
    MDC.remove(TENANT);
  }
}
