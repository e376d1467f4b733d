package io.waymark.tenancy;

/// A shopper or reader of a tenant, known by this id only. Not a member, who logs in.
///
/// @param value 1–256 bytes of UTF-8 without control characters
public record UserId(String value) implements Comparable<UserId> {
  public UserId {
    Ids.checked("user_id", value);
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
