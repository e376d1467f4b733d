package io.waymark.embedded;

import io.waymark.tenancy.installation.Deployable;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/// Writes for each function the folder that stands first on its class path: where the services are,
/// and where to log. Only `auth` is told of the database.
final class InstanceFiles {
  private static final String LOGBACK =
      """
      <configuration>
        <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
        <appender name="file" class="ch.qos.logback.core.FileAppender">
          <file>{file}</file>
          <encoder><pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %-36X{request_id:--} %logger{30} %msg%n</pattern></encoder>
        </appender>
        <!-- Tells of every PostgreSQL newer than itself, which nobody here can act on. -->
        <logger name="org.flywaydb.core.internal.database.base.Database" level="ERROR"/>
        <root level="INFO"><appender-ref ref="file"/></root>
      </configuration>
      """;

  private InstanceFiles() {}

  static Map<Deployable, Path> write(
      Path folder, Path logs, Map<String, String> shared, Map<String, String> database)
      throws IOException {
    Map<Deployable, Path> folders = new EnumMap<>(Deployable.class);
    for (Deployable each : Deployable.values()) {
      Path own = Files.createDirectories(folder.resolve(each.artifact()));
      Properties properties = new Properties();
      properties.putAll(shared);
      if (each == Deployable.AUTH) {
        properties.putAll(database);
      }
      StringWriter text = new StringWriter();
      properties.store(text, null);
      Files.writeString(own.resolve("waymark-instance.properties"), text.toString());
      Path log = logs.resolve(each.artifact() + ".log");
      Files.writeString(
          own.resolve("logback.xml"), LOGBACK.replace("{file}", escaped(log.toString())));
      folders.put(each, own);
    }
    return folders;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
