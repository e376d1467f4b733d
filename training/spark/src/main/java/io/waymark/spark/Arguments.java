package io.waymark.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the job is called with.
///
/// @param interactions files or folders of accepted interactions, Parquet
/// @param out a folder that is not there
/// @param settings that hold whatever the search finds
record Arguments(List<String> interactions, String out, long seed, Map<String, String> settings) {
  private static final long DEFAULT_SEED = 42;

  Arguments {
    interactions = List.copyOf(interactions);
    settings = Map.copyOf(settings);
  }

  /// @throws IllegalArgumentException saying what is wrong
  static Arguments parse(String... arguments) {
    List<String> interactions = new ArrayList<>();
    String out = "";
    long seed = DEFAULT_SEED;
    Map<String, String> settings = new TreeMap<>();
    for (int at = 0; at < arguments.length; at += 2) {
      if (at + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[at] + " wants a value");
      }
      String value = arguments[at + 1];
      switch (arguments[at]) {
        case "--interactions" -> interactions.add(value);
        case "--out" -> out = value;
        case "--seed" -> seed = Long.parseLong(value);
        case "--set" -> {
          int equals = value.indexOf('=');
          if (equals < 1) {
            throw new IllegalArgumentException("--set wants name=value, not '" + value + "'");
          }
          settings.put(value.substring(0, equals), value.substring(equals + 1));
        }
        default -> throw new IllegalArgumentException("there is no option " + arguments[at]);
      }
    }
    if (interactions.isEmpty() || out.isEmpty()) {
      throw new IllegalArgumentException("--interactions and --out are required");
    }
    Settings.check(settings);
    return new Arguments(interactions, out, seed, settings);
  }
}
