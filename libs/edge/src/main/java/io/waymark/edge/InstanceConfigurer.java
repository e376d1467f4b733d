package io.waymark.edge;

import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.ApplicationContextConfigurer;
import io.micronaut.context.env.PropertySource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// Lays two property sources around a function's own `application.properties`: below it what all
/// functions share, above it `waymark-instance.properties` if one stands on the class path. On AWS
/// there is none and environment variables say the same; the embedded service writes one per start.
public final class InstanceConfigurer implements ApplicationContextConfigurer {
  static final String INSTANCE = "waymark-instance.properties";

  private static final int BELOW_APPLICATION = -400;
  private static final int ABOVE_ENVIRONMENT = -50;

  @Override
  public void configure(ApplicationContextBuilder builder) {
    ClassLoader loader = InstanceConfigurer.class.getClassLoader();
    builder
        .classLoader(loader)
        .banner(false)
        .propertySources(
            PropertySource.of(
                "waymark-edge",
                read(loader.getResource("io/waymark/edge/edge.properties")),
                BELOW_APPLICATION),
            PropertySource.of(
                "waymark-instance", read(loader.getResource(INSTANCE)), ABOVE_ENVIRONMENT));
  }

  private static Map<String, Object> read(@org.jspecify.annotations.Nullable URL resource) {
    Map<String, Object> values = new HashMap<>();
    if (resource == null) {
      return values;
    }
    Properties properties = new Properties();
    try (InputStream stream = resource.openStream()) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
    properties.forEach((key, value) -> values.put((String) key, value));
    return values;
  }
}
