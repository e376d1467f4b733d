package io.waymark.embedded.usage;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.waymark.tenancy.installation.Installation;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a function says by its context: usage lines go where they are counted, all else into the
/// log.
public final class FunctionLog implements LambdaLogger {
  private static final String USAGE = "{\"" + Installation.USAGE_FIELD + "\":";

  private final Logger log;
  private final UsageLog usage;

  public FunctionLog(String function, UsageLog usage) {
    this.log = LoggerFactory.getLogger(function);
    this.usage = usage;
  }

  @Override
  public void log(String message) {
    if (message.startsWith(USAGE)) {
      usage.add(message);
    } else {
      log.info("{}", message.stripTrailing());
    }
  }

  @Override
  public void log(byte[] message) {
    log(new String(message, StandardCharsets.UTF_8));
  }
}
