package io.waymark.cdk.config;

import java.io.Serial;

/// The context asks for what cannot be; the message is one line for whoever called `cdk`.
public final class ConfigException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    super(message);
  }
}
