package io.waymark.tenancy;

import java.util.regex.Pattern;

/// A customer of the SaaS that runs Waymark; the first argument of every store.
///
/// @param value 1–63 of `a-z`, `0-9` and `-`, beginning with a letter or digit, so that it can
///   stand in an object key and a path as it is
public record TenantId(String value) implements Comparable<TenantId> {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /// The tenant whose members operate the installation.
  public static final TenantId PLATFORM = new TenantId("platform");

  public TenantId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "tenant_id must be 1-63 of a-z, 0-9 and '-', beginning with a letter or digit");
    }
  }

  @Override
  public int compareTo(TenantId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
