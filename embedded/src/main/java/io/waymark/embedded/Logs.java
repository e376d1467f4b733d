package io.waymark.embedded;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what this process logs (not the functions, which have files of their own) to
/// `waymark.log`, so that the console is free for what a person reads.
final class Logs {
  private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{30} %msg%n";

  private Logs() {}

  static void to(Path folder) throws IOException {
    Files.createDirectories(folder);
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      return;
    }
    context.reset();
    // What speaks java.util.logging here (the driver, an old SDK in DynamoDB Local) prints advice.
    LogManager.getLogManager().reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    FileAppender<ILoggingEvent> file = new FileAppender<>();
    file.setContext(context);
    file.setFile(folder.resolve("waymark.log").toString());
    file.setEncoder(encoder);
    file.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(file);
    quieten(context);
  }

  /// What others log at levels that ask for action nobody can take.
  private static void quieten(LoggerContext context) {
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    context.getLogger("com.amazonaws.services.dynamodbv2.local").setLevel(Level.WARN);
    context.getLogger("org.gaul").setLevel(Level.WARN);
  }
}
