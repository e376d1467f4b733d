package io.waymark.model.outcomes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What can become of an item of a list. An event of any other type says nothing of a list: a
/// `view` follows a click, and would count it twice.
public enum Outcome {
  IMPRESSION,
  CLICK,
  CART,
  PURCHASE;

  /// That of events of a type, like `click`.
  public static Optional<Outcome> ofType(String type) {
    return Arrays.stream(values()).filter(each -> each.text().equals(type)).findFirst();
  }

  /// As the type of an event: `click`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
