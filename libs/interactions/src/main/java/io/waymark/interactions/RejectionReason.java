package io.waymark.interactions;

/// Why a row was not taken.
///
/// @param field the field to blame, `row` for the row as a whole
/// @param code for programs, like `in_future`
/// @param message for people; never repeats more than a short piece of the value
public record RejectionReason(String field, String code, String message) {
  /// What reports count by, like `timestamp_in_future`.
  public String key() {
    return field + "_" + code;
  }
}
