package io.waymark.cdk;

import io.waymark.cdk.config.Caller;
import io.waymark.cdk.config.ConfigException;
import io.waymark.cdk.config.StageConfig;
import io.waymark.cdk.function.Archives;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;

/// What `cdk.json` starts. Settings come as `-c key=value`; those that are wrong end it with one
/// line.
public final class WaymarkApp {
  /// From the folder of `cdk.json`, where the CDK's command line runs the app.
  private static final Path FUNCTIONS = Path.of("../../functions");

  private WaymarkApp() {}

  public static void main(String[] arguments) {
    NodeRuntime.require();
    App app = new App(Stage.settings());
    try {
      StageConfig config = StageConfig.parse(context(app), Caller.of(System.getenv()));
      Stage.addTo(app, config, new Archives(FUNCTIONS, config.cpu()));
    } catch (ConfigException wrong) {
      System.err.println("waymark: " + wrong.getMessage());
      System.exit(1);
    }
    app.synth();
  }

  private static Map<String, Object> context(App app) {
    Map<String, Object> context = new TreeMap<>();
    if (app.getNode().getAllContext() instanceof Map<?, ?> values) {
      values.forEach((key, value) -> context.put(String.valueOf(key), value));
    }
    return context;
  }
}
