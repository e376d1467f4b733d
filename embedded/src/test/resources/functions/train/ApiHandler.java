package io.waymark.train;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/** Says which function answered, after as long as the path asks for. */
public final class ApiHandler implements RequestStreamHandler, java.io.Closeable {
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws java.io.IOException {
    String event = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (event.contains("until-the-stop")) {
      waitForTheStop();
    }
    out.write("{\"statusCode\": 200, \"body\": \"train\"}".getBytes());
  }

  private static void waitForTheStop() {
    java.util.Properties instance = new java.util.Properties();
    try {
      instance.load(ApiHandler.class.getResourceAsStream("/waymark-instance.properties"));
      java.nio.file.Path keys = java.nio.file.Path.of(instance.getProperty("waymark.keys"));
      java.nio.file.Files.createFile(keys.resolve("running"));
      while (!java.nio.file.Files.exists(keys.resolve("go-on"))) {
        java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
      }
    } catch (java.io.IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @Override
  public void close() {}
}
