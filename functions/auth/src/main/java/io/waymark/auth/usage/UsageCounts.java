package io.waymark.auth.usage;

import java.util.List;

/// What a tenant asked of the installation in some time.
///
/// @param groups in the order of their names
public record UsageCounts(List<Group> groups, Count total) {
  public UsageCounts {
    groups = List.copyOf(groups);
  }

  /// Requests that have something in common.
  ///
  /// @param name the hour's or day's begin in UTC (`2026-03-01T10:00:00Z`, `2026-03-01`), method
  ///   and route, or the key's id, which is empty for members
  public record Group(String name, Count count) {}

  /// How many there were, and how they were answered.
  ///
  /// @param clientErrors answers 400–499
  /// @param serverErrors answers 500–599
  /// @param latency of requests to the function, in milliseconds
  public record Count(
      long requests,
      long clientErrors,
      long serverErrors,
      Latency latency,
      CountedRequest.Size bytes) {}

  /// Half of the requests took at most `p50`, nineteen in twenty at most `p95`; 0 without any.
  public record Latency(int p50, int p95) {}
}
