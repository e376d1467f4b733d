package io.waymark.cli.options;

import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/// Options of which a command needs one, and takes no second. A group of picocli says the same, but
/// takes no mixins.
public final class OneOf {
  private OneOf() {}

  /// Looks at what was given.
  ///
  /// @throws ParameterException where none was given, or two
  public static void check(CommandSpec spec, String... names) {
    List<String> given =
        Arrays.stream(names)
            .filter(name -> spec.commandLine().getParseResult().hasMatchedOption(name))
            .toList();
    if (given.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "one of " + String.join(", ", names) + " is needed");
    }
    if (given.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), String.join(" and ", given) + " exclude each other");
    }
  }
}
