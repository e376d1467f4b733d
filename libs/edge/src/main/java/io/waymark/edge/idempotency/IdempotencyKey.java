package io.waymark.edge.idempotency;

import io.waymark.edge.Problems;
import java.util.regex.Pattern;

/// A caller's name for a request: 1 to 255 characters of ASCII, since no two programs agree on how
/// others stand in a header.
public record IdempotencyKey(String value) {
  static final String HEADER = "Idempotency-Key";
  private static final Pattern SHAPE = Pattern.compile("[!-~](?:[ -~]{0,253}[!-~])?");

  /// @throws io.waymark.edge.ProblemException where `value` is none
  public IdempotencyKey {
    if (!SHAPE.matcher(value).matches()) {
      throw Problems.invalid(HEADER, "must have 1 to 255 characters of ASCII");
    }
  }
}
