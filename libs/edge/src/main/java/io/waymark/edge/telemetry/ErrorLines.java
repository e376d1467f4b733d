package io.waymark.edge.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.waymark.edge.priming.Renewed;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;

/// The error lines of an invocation's log, whoever logged them: how many they were, and one report
/// of each fingerprint for [Sentry].
@Singleton
final class ErrorLines extends UnsynchronizedAppenderBase<ILoggingEvent> implements Renewed {
  /// More than that of different kinds in one invocation have one cause.
  private static final int MOST_REPORTS = 5;

  /// An invocation may take a quarter of an hour.
  private static final int MOST_FINGERPRINTS = 1_000;

  private final Sentry sentry;
  private final Map<String, SentryEvent> reports = new LinkedHashMap<>();
  private final Set<String> fingerprints = new HashSet<>();
  private long lines;
  private int dropped;

  ErrorLines(Sentry sentry) {
    this.sentry = sentry;
  }

  /// What an invocation came to.
  ///
  /// @param fingerprints how many different ones, up to [#MOST_FINGERPRINTS]
  /// @param dropped reports that Sentry was not told
  record Ended(long lines, int fingerprints, int dropped) {}

  /// Listens from here on.
  void listen() {
    sentry.start();
    LoggerContext logs = (LoggerContext) LoggerFactory.getILoggerFactory();
    setContext(logs);
    start();
    logs.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
  }

  @PreDestroy
  void leave() {
    ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .detachAppender(this);
  }

  @Override
  protected synchronized void append(ILoggingEvent line) {
    if (!line.getLevel().isGreaterOrEqual(Level.ERROR)) {
      return;
    }
    lines++;
    Fingerprint.of(line).ifPresent(fingerprint -> met(line, fingerprint));
  }

  private void met(ILoggingEvent line, String fingerprint) {
    if (fingerprints.size() < MOST_FINGERPRINTS) {
      fingerprints.add(fingerprint);
    }
    if (sentry.isOn()) {
      report(line, fingerprint);
    }
  }

  private void report(ILoggingEvent line, String fingerprint) {
    if (reports.containsKey(fingerprint)) {
      return;
    }
    if (reports.size() < MOST_REPORTS) {
      reports.put(fingerprint, sentry.event(line, fingerprint));
    } else {
      dropped++;
    }
  }

  /// Ends an invocation of this function.
  Ended end(String function) {
    List<SentryEvent> toTell;
    long logged;
    int different;
    int tooMany;
    synchronized (this) {
      toTell = reports.values().stream().map(report -> report.in(function)).toList();
      logged = lines;
      different = fingerprints.size();
      tooMany = dropped;
      renew();
    }
    return new Ended(logged, different, tooMany + sentry.tell(toTell));
  }

  @Override
  public synchronized void renew() {
    reports.clear();
    fingerprints.clear();
    lines = 0;
    dropped = 0;
  }
}
