package io.waymark.edge;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/// Hands on what a class logs, in the thread that logs it, until closed.
public record Logged(Logger logger, AppenderBase<ILoggingEvent> appender) implements AutoCloseable {
  public static Logged of(Class<?> type, Consumer<ILoggingEvent> taker) {
    Logger logger = (Logger) LoggerFactory.getLogger(type);
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            taker.accept(event);
          }
        };
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(ch.qos.logback.classic.Level.WARN);
    logger.addAppender(appender);
    return new Logged(logger, appender);
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(null);
  }
}
