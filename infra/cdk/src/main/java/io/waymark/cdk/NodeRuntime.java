package io.waymark.cdk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The CDK's constructs are JavaScript, which it runs with the Node of this machine.
public final class NodeRuntime {
  private static final int OLDEST = 20;
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);
  private static final int ANSWERS_WITHIN_SECONDS = 20;

  private NodeRuntime() {}

  /// Makes sure of it before the CDK fails in a less telling way.
  ///
  /// @throws IllegalStateException naming what to install
  public static void require() {
    require(List.of("node", "--version"));
  }

  static void require(List<String> command) {
    String needs =
        "the CDK needs Node.js " + OLDEST + " or newer (https://nodejs.org) on the PATH, and ";
    String version;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean _ = process.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (IOException missing) {
      throw new IllegalStateException(needs + "there is none", missing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(needs + "the search for it was interrupted", e);
    }
    Matcher found = VERSION.matcher(version);
    if (!found.matches() || Integer.parseInt(found.group(1)) < OLDEST) {
      throw new IllegalStateException(needs + "this one says " + version.strip());
    }
  }
}
