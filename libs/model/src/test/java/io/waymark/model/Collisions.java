package io.waymark.model;

import java.util.List;
import java.util.stream.IntStream;

/// Texts that somebody chose so that [String#hashCode()] tells none from another.
public final class Collisions {
  private Collisions() {}

  /// `2^doublings` of them: `Aa` and `BB` have one code, and so has what is put together of these.
  public static List<String> texts(int doublings) {
    return IntStream.range(0, 1 << doublings)
        .mapToObj(
            bits -> {
              StringBuilder text = new StringBuilder();
              for (int at = 0; at < doublings; at++) {
                text.append((bits >> at & 1) == 0 ? "Aa" : "BB");
              }
              return text.toString();
            })
        .toList();
  }
}
