package io.waymark.auth;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Keeps the event it was given. */
public final class UsageWriterHandler implements RequestStreamHandler {
  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws java.io.IOException {
    Properties instance = new Properties();
    instance.load(UsageWriterHandler.class.getResourceAsStream("/waymark-instance.properties"));
    Files.write(Path.of(instance.getProperty("waymark.keys"), "usage.json"), in.readAllBytes());
    out.write("{}".getBytes());
  }
}
