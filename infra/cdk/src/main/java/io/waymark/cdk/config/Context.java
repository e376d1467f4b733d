package io.waymark.cdk.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The values of `-c key=value`. Remembers which keys were read, so that one that nobody reads, a
/// misspelt one, is refused instead of ignored.
final class Context {
  /// What the CDK keeps in the context for itself.
  private static final Pattern OF_THE_CDK = Pattern.compile("(@|aws:|aws-cdk:|cli-).*|.*:.*");

  private final Map<String, String> values = new TreeMap<>();
  private final TreeSet<String> read = new TreeSet<>();

  Context(Map<String, ?> values) {
    values.forEach((key, value) -> this.values.put(key, String.valueOf(value)));
  }

  Optional<String> text(String key) {
    read.add(key);
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
  }

  String text(String key, String what) {
    return text(key).orElseThrow(() -> new ConfigException("-c " + key + "=… is missing: " + what));
  }

  String matching(String key, Pattern pattern, String what) {
    String value = text(key, what);
    if (!pattern.matcher(value).matches()) {
      throw wrong(key, value, what);
    }
    return value;
  }

  Optional<String> optionallyMatching(String key, Pattern pattern, String what) {
    return text(key).map(given -> matching(key, pattern, what));
  }

  List<String> list(String key, Pattern each, String what) {
    List<String> found =
        text(key).map(value -> List.of(value.split(","))).orElse(List.of()).stream()
            .map(String::strip)
            .toList();
    found.stream()
        .filter(value -> !each.matcher(value).matches())
        .findFirst()
        .ifPresent(
            value -> {
              throw wrong(key, value, what);
            });
    return found;
  }

  int number(String key, int otherwise, int least, int most) {
    String what = "a number of " + least + "-" + most;
    int value;
    try {
      value = text(key).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw wrong(key, text(key).orElse(""), what);
    }
    if (value < least || value > most) {
      throw wrong(key, Integer.toString(value), what);
    }
    return value;
  }

  /// The constant whose text, in small letters, is the value.
  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    return text(key)
        .map(
            value ->
                Arrays.stream(type.getEnumConstants())
                    .filter(each -> nameOf(each).equals(value))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            wrong(
                                key,
                                value,
                                "one of "
                                    + String.join(
                                        ", ",
                                        Arrays.stream(type.getEnumConstants())
                                            .map(Context::nameOf)
                                            .toList()))))
        .orElse(otherwise);
  }

  void refuseUnread() {
    values.keySet().stream()
        .filter(key -> !read.contains(key) && !OF_THE_CDK.matcher(key).matches())
        .findFirst()
        .ifPresent(
            key -> {
              throw new ConfigException(
                  "-c " + key + " is nothing this app knows or uses here; it knows " + read);
            });
  }

  static ConfigException wrong(String key, String value, String what) {
    return new ConfigException("-c " + key + "=" + value + ": must be " + what);
  }

  private static String nameOf(Enum<?> constant) {
    return constant.toString().toLowerCase(Locale.ROOT);
  }
}
