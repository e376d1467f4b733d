package io.waymark.train;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

/** Keeps each event on a line; fails where the event asks for it. */
public final class JobHandler implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws java.io.IOException {
    Properties instance = new Properties();
    instance.load(JobHandler.class.getResourceAsStream("/waymark-instance.properties"));
    String event = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (event.contains("fail-always")) {
      throw new IllegalStateException("asked to fail");
    }
    Files.writeString(
        Path.of(instance.getProperty("waymark.keys"), "JobHandler"),
        event.replace("\n", " ") + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    out.write("{\"batchItemFailures\": []}".getBytes());
  }
}
