package io.waymark.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.waymark.embedded.Options;
import io.waymark.embedded.runtime.Archive;
import io.waymark.embedded.runtime.Function;
import io.waymark.embedded.runtime.FunctionName;
import io.waymark.embedded.runtime.Invocation;
import io.waymark.embedded.usage.FunctionLog;
import io.waymark.embedded.usage.UsageLog;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.LocalAws;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/// The function `recommend` from its archive in a class loader of its own, on the local stores, and
/// told nothing of an embedded service: what Lambda runs. Events go in and answers come out as JSON
/// bytes. What it prints for CloudWatch is made and goes nowhere.
final class RecommendFunction implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FunctionName NAME =
      FunctionName.of(LocalAws.INSTALLATION, Handler.RECOMMEND_API);
  private static final String LOGBACK =
      """
      <configuration>
        <statusListener class="ch.qos.logback.core.status.NopStatusListener"/>
        <appender name="file" class="ch.qos.logback.core.FileAppender">
          <file>{file}</file>
          <encoder><pattern>%d %-5level %logger{30} %msg%n</pattern></encoder>
        </appender>
        <root level="INFO"><appender-ref ref="file"/></root>
      </configuration>
      """;

  private final Archive archive;
  private final Function function;
  private final Invocation context;
  private final PrintStream printed;

  private RecommendFunction(
      Archive archive, Function function, Invocation context, PrintStream printed) {
    this.archive = archive;
    this.function = function;
    this.context = context;
    this.printed = printed;
  }

  /// @param folder for its settings and its log
  /// @param settings beside where the stores are
  static RecommendFunction open(Path folder, Map<String, String> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(LocalAws.shared().properties());
    properties.put("waymark.keys", Files.createDirectory(folder.resolve("keys")).toString());
    properties.putAll(settings);
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Files.writeString(folder.resolve("waymark-instance.properties"), text.toString());
    Files.writeString(
        folder.resolve("logback.xml"),
        LOGBACK.replace("{file}", folder.resolve("function.log").toString()));
    String artifact = Handler.RECOMMEND_API.archive().artifact();
    Path unpacked = Options.defaults().functions().resolve(artifact);
    if (!Files.isDirectory(unpacked)) {
      throw new IOException("the function's archive " + unpacked + " is not there");
    }
    Archive archive = Archive.open(artifact, unpacked, List.of(folder));
    PrintStream before = System.out;
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      return new RecommendFunction(
          archive,
          archive.initialise(NAME.value(), Handler.RECOMMEND_API.className()),
          new Invocation(
              "bench",
              NAME,
              Instant.MAX,
              Clock.systemUTC(),
              new FunctionLog(NAME.value(), new UsageLog(folder, folder))),
          before);
    } catch (RuntimeException failed) {
      System.setOut(before);
      archive.close();
      throw failed;
    }
  }

  /// The proxy event of a REST API for a request by an API key.
  ///
  /// @param body JSON; nothing where empty
  static byte[] event(String method, String path, String key, String body) {
    String text = body.replace("\"", "\\\"");
    return ("{\"resource\":\"/{proxy+}\",\"path\":\""
            + path
            + "\",\"httpMethod\":\""
            + method
            + "\",\"headers\":{\"Content-Type\":\"application/json\",\"X-API-Key\":\""
            + key
            + "\"},\"multiValueHeaders\":{\"Content-Type\":[\"application/json\"],\"X-API-Key\":[\""
            + key
            + "\"]},\"requestContext\":{\"requestId\":\"bench\",\"httpMethod\":\""
            + method
            + "\",\"stage\":\"test\",\"identity\":{\"sourceIp\":\"127.0.0.1\"}},\"body\":"
            + (body.isEmpty() ? "null" : "\"" + text + "\"")
            + ",\"isBase64Encoded\":false}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// The proxy answer to an event.
  byte[] answer(byte[] event) {
    return function.invoke(event, context);
  }

  /// Whether an answer, as [#answer] gives it, is a 200 with a list that is not empty.
  static boolean isOk(byte[] answer) {
    String text = new String(answer, StandardCharsets.ISO_8859_1);
    return text.contains("\"statusCode\":200") && text.contains("\\\"item_id\\\":");
  }

  /// The body of an answer that must be a 200.
  JsonNode ask(byte[] event) throws IOException {
    JsonNode answer = JSON.readTree(answer(event));
    if (answer.path("statusCode").asInt() != 200) {
      throw new IOException("the function answered " + answer);
    }
    return JSON.readTree(answer.path("body").asText());
  }

  @Override
  public void close() throws IOException {
    System.setOut(printed);
    function.close();
    archive.close();
  }
}
