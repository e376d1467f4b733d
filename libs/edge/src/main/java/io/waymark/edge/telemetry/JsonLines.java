package io.waymark.edge.telemetry;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/// Logback's lines of JSON, and in those of errors the field `fingerprint` ([Fingerprint]). Named
/// in `logback-json.xml`.
public final class JsonLines extends JsonEncoder {
  private static final String END = "}\n";

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] line = super.encode(event);
    return Fingerprint.of(event).map(fingerprint -> with(fingerprint, line)).orElse(line);
  }

  private static byte[] with(String fingerprint, byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8).stripTrailing();
    String object = text.substring(0, text.length() - 1);
    return (object + ",\"fingerprint\":\"" + fingerprint + "\"" + END)
        .getBytes(StandardCharsets.UTF_8);
  }
}
