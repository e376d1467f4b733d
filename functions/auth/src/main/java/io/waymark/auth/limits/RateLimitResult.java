package io.waymark.auth.limits;

/// What became of a limit that was made or changed.
public sealed interface RateLimitResult {
  /// It is as asked.
  record Done(RateLimit limit) implements RateLimitResult {}

  /// There is one of its type already.
  record Taken() implements RateLimitResult {}

  /// There is no such limit.
  record Unknown() implements RateLimitResult {}

  /// It asks for more than the operator lets the tenant have.
  record Beyond(Ceiling ceiling) implements RateLimitResult {}
}
