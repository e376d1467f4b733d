package io.waymark.training;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Named settings of an algorithm, as they stand in a manifest and after `--set`.
public record Settings(SortedMap<String, String> values) {
  public static final Settings NONE = new Settings(new TreeMap<>());

  public Settings {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public Settings with(String name, String value) {
    SortedMap<String, String> changed = new TreeMap<>(values);
    changed.put(name, value);
    return new Settings(changed);
  }

  public Settings with(String name, double value) {
    return with(
        name, value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value));
  }

  /// Those of `names` alone.
  Settings only(List<String> names) {
    SortedMap<String, String> kept = new TreeMap<>(values);
    kept.keySet().retainAll(names);
    return new Settings(kept);
  }

  /// These, and `others`, which win.
  Settings and(Settings others) {
    SortedMap<String, String> all = new TreeMap<>(values);
    all.putAll(others.values);
    return new Settings(all);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /// The number that was set, or else `otherwise`.
  ///
  /// @throws IllegalArgumentException naming a setting that is no number of this range
  public double number(String name, double otherwise, double least, double most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      double value = Double.parseDouble(text.orElseThrow());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException noNumber) {
      // The same mistake as a number out of range.
    }
    throw wrong(name, "a number from " + plain(least) + " to " + plain(most));
  }

  /// As above, of whole numbers.
  int whole(String name, int otherwise, int least, int most) {
    double value = number(name, otherwise, least, most);
    if (value != Math.rint(value)) {
      throw wrong(name, "a whole number from " + least + " to " + most);
    }
    return (int) value;
  }

  private IllegalArgumentException wrong(String name, String wanted) {
    return new IllegalArgumentException(
        "setting %s must be %s, not '%s'".formatted(name, wanted, values.get(name)));
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  /// Refuses, by name, a setting that `algorithm` does not have.
  void allow(String algorithm, List<String> names) {
    for (Map.Entry<String, String> each : values.entrySet()) {
      if (!names.contains(each.getKey())) {
        throw new IllegalArgumentException(
            algorithm + " has no setting '" + each.getKey() + "'; it has " + names);
      }
    }
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
