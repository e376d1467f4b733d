package io.waymark.model.answers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where on a page a list stands.
public enum Placement {
  FOR_YOU(1),
  SIMILAR(2),
  CART(4),
  RERANK(5),
  TRENDING(3);

  private final int code;

  Placement(int code) {
    this.code = code;
  }

  /// 1–15, as in names of answers and in stored counts; never changes.
  public int code() {
    return code;
  }

  /// Empty where it is the code of none that is known here.
  public static Optional<Placement> coded(int code) {
    return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
  }

  /// Whether the list is about one user or guest: history and session count.
  public boolean isPersonal() {
    return this == FOR_YOU || this == RERANK;
  }

  /// Whether the list is about items that the request names as seeds.
  public boolean takesSeeds() {
    return this == SIMILAR || this == CART;
  }

  /// As on the wire: `for_you`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Placement> of(String text) {
    return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
  }

  /// All of them for a message: `for_you, similar, cart, rerank, trending`.
  public static String all() {
    return Arrays.stream(values()).map(Placement::text).collect(Collectors.joining(", "));
  }
}
