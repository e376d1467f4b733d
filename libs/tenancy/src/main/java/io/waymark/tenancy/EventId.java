package io.waymark.tenancy;

/// Names one interaction of a tenant; two events with one id are one event.
///
/// @param value 1–256 bytes of UTF-8 without control characters
public record EventId(String value) implements Comparable<EventId> {
  public EventId {
    Ids.checked("event_id", value);
  }

  @Override
  public int compareTo(EventId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
