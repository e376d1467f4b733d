package io.waymark.localstack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Node.js: runs the CDK, and in host mode Kinesis and the CDK's own functions. Its packages come
/// with the sums that `package-lock.json` names.
public final class Node {
  private static final int OLDEST = 20;
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\..*", Pattern.DOTALL);
  private static final int ANSWERS_WITHIN_SECONDS = 20;

  private Node() {}

  /// Makes sure of it.
  ///
  /// @throws LocalStackException naming what to install
  public static void require() {
    require(List.of("node", "--version"));
  }

  static void require(List<String> command) {
    String needs =
        "this needs Node.js " + OLDEST + " or newer (https://nodejs.org) on the PATH, and ";
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String version = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean _ = process.waitFor(ANSWERS_WITHIN_SECONDS, TimeUnit.SECONDS);
      Matcher found = VERSION.matcher(version);
      if (!found.matches() || Integer.parseInt(found.group(1)) < OLDEST) {
        throw new LocalStackException(needs + "this one says " + version.strip());
      }
    } catch (IOException missing) {
      throw new LocalStackException(needs + "there is none", missing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalStackException(needs + "the search for it was interrupted", e);
    }
  }

  /// Installs the packages of `pins`, a folder with `package.json` and `package-lock.json`.
  public static void install(Path pins, Path target, Path log) throws IOException {
    for (String file : List.of("package.json", "package-lock.json")) {
      Files.copy(pins.resolve(file), target.resolve(file));
    }
    new Program(
            List.of("npm", "ci", "--no-fund", "--no-audit", "--no-update-notifier"),
            target,
            Map.of(),
            log)
        .run();
  }
}
