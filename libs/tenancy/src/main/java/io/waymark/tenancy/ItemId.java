package io.waymark.tenancy;

/// Something a tenant recommends.
///
/// @param value 1–256 bytes of UTF-8 without control characters
public record ItemId(String value) implements Comparable<ItemId> {
  public ItemId {
    Ids.checked("item_id", value);
  }

  @Override
  public int compareTo(ItemId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
