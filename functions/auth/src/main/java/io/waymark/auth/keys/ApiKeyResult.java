package io.waymark.auth.keys;

import io.waymark.tenancy.Scope;
import java.util.Set;

/// What became of something wanted of an API key.
public sealed interface ApiKeyResult {
  /// The key is made; its text is shown this once.
  record Created(ApiKey key, ApiKeyText text) implements ApiKeyResult {}

  /// The key is revoked, now or since before.
  record Revoked(ApiKey key) implements ApiKeyResult {}

  /// It cannot be.
  sealed interface Refusal extends ApiKeyResult {}

  /// There is no such key at this tenant.
  record Unknown() implements Refusal {}

  /// The caller may not keep keys.
  record NotAllowed() implements Refusal {}

  /// The key would hold, or holds, scopes that the caller lacks.
  record Beyond(Set<Scope> scopes) implements Refusal {
    public Beyond {
      scopes = Set.copyOf(scopes);
    }
  }

  /// It would have expired already.
  record Expired() implements Refusal {}

  /// It would hold longer than any key with an end may.
  record TooLong() implements Refusal {}
}
