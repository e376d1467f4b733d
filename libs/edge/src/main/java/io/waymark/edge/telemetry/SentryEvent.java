package io.waymark.edge.telemetry;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An error as Sentry takes it: where in our code it is from and of which request, and nothing of
/// what it was about. Arguments of the sentence and messages of exceptions may name a person, and
/// stay in the log.
///
/// @param timestamp as ISO 8601
/// @param tags `function`, and the fields of the log line that find it there
@Serdeable
record SentryEvent(
    String eventId,
    String timestamp,
    String platform,
    String level,
    String logger,
    String environment,
    String release,
    Map<String, String> tags,
    List<String> fingerprint,
    Sentence logentry,
    Exceptions exception) {
  private static final List<String> FIELDS = List.of(LogFields.REQUEST, LogFields.TRACE);

  /// More than any chain of causes that is not a cycle.
  private static final int CAUSES = 10;

  private static final int FRAMES = 50;

  /// @param message of one of ours, before its arguments are put in
  @Serdeable
  record Sentence(String message) {}

  /// @param values the innermost cause first
  @Serdeable
  record Exceptions(List<Thrown> values) {}

  @Serdeable
  record Thrown(String type, Stack stacktrace) {}

  /// @param frames the outermost call first
  @Serdeable
  record Stack(List<Frame> frames) {}

  @Serdeable
  record Frame(String module, String function, int lineno, boolean inApp) {}

  static SentryEvent of(
      ILoggingEvent line, String fingerprint, String environment, String release) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String field : FIELDS) {
      @Nullable String value = line.getMDCPropertyMap().get(field);
      if (value != null) {
        tags.put(field, value);
      }
    }
    return new SentryEvent(
        UUID.randomUUID().toString().replace("-", ""),
        Instant.ofEpochMilli(line.getTimeStamp()).toString(),
        "java",
        "error",
        line.getLoggerName(),
        environment,
        release,
        tags,
        List.of(fingerprint),
        new Sentence(sentence(line)),
        new Exceptions(thrown(line.getThrowableProxy())));
  }

  /// The same, of the function that logged it.
  SentryEvent in(String name) {
    Map<String, String> all = new LinkedHashMap<>(tags);
    all.put("function", name);
    return new SentryEvent(
        eventId,
        timestamp,
        platform,
        level,
        logger,
        environment,
        release,
        all,
        fingerprint,
        logentry,
        exception);
  }

  /// Ours keep arguments apart; a library may have put them in already.
  private static String sentence(ILoggingEvent line) {
    return Fingerprint.isOurs(line.getLoggerName()) ? line.getMessage() : "an error of a library";
  }

  private static List<Thrown> thrown(@Nullable IThrowableProxy outermost) {
    List<Thrown> chain = new ArrayList<>();
    @Nullable IThrowableProxy each = outermost;
    while (each != null && chain.size() < CAUSES) {
      chain.addFirst(new Thrown(each.getClassName(), stack(each)));
      each = each.getCause();
    }
    return chain;
  }

  private static Stack stack(IThrowableProxy thrown) {
    return new Stack(
        Arrays.stream(thrown.getStackTraceElementProxyArray())
            .limit(FRAMES)
            .map(StackTraceElementProxy::getStackTraceElement)
            .map(
                frame ->
                    new Frame(
                        frame.getClassName(),
                        frame.getMethodName(),
                        Math.max(0, frame.getLineNumber()),
                        Fingerprint.isOurs(frame.getClassName())))
            .toList()
            .reversed());
  }
}
