package io.waymark.edge.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells errors apart by where they come from: the classes of an exception and its causes, and of
/// each the uppermost of our own methods; without an exception, the logger and its sentence before
/// the arguments are put in. Messages and line numbers do not count, so that the same bug is the
/// same for all tenants, and after a release.
final class Fingerprint {
  private static final String OURS = "io.waymark.";
  private static final int METHODS = 3;

  /// More than any chain of causes that is not a cycle.
  private static final int CAUSES = 10;

  private static final int BYTES = 8;

  private Fingerprint() {}

  /// Sixteen hexadecimal digits; of a line without an exception only where it is an error.
  static Optional<String> of(ILoggingEvent line) {
    @Nullable IThrowableProxy thrown = line.getThrowableProxy();
    if (thrown != null) {
      return Optional.of(of(thrown));
    }
    return line.getLevel().isGreaterOrEqual(Level.ERROR)
        ? Optional.of(digest(line.getLoggerName() + '\n' + line.getMessage()))
        : Optional.empty();
  }

  static boolean isOurs(String className) {
    return className.startsWith(OURS);
  }

  private static String of(IThrowableProxy thrown) {
    StringBuilder text = new StringBuilder();
    @Nullable IThrowableProxy cause = thrown;
    for (int depth = 0; cause != null && depth < CAUSES; depth++, cause = cause.getCause()) {
      text.append(cause.getClassName()).append('\n');
      int methods = 0;
      for (StackTraceElementProxy proxy : cause.getStackTraceElementProxyArray()) {
        StackTraceElement frame = proxy.getStackTraceElement();
        if (methods < METHODS && isOurs(frame.getClassName())) {
          text.append(frame.getClassName()).append('.').append(frame.getMethodName()).append('\n');
          methods++;
        }
      }
    }
    return digest(text.toString());
  }

  private static String digest(String text) {
    try {
      byte[] whole =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
