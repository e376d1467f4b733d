package io.waymark.edge.telemetry;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Logback's lines of JSON, and in those with an exception the field `fingerprint` ([Fingerprint]).
/// Named in `logback-json.xml`.
public final class JsonLines extends JsonEncoder {
  private static final String END = "}\n";

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] line = super.encode(event);
    @Nullable IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return line;
    }
    String text = new String(line, StandardCharsets.UTF_8).stripTrailing();
    String object = text.substring(0, text.length() - 1);
    return (object + ",\"fingerprint\":\"" + Fingerprint.of(thrown) + "\"" + END)
        .getBytes(StandardCharsets.UTF_8);
  }
}
