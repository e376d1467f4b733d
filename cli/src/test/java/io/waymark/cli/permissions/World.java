package io.waymark.cli.permissions;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A tenant with one thing of each kind, and who may ask for it.
///
/// @param credentials of each caller that belongs to it
/// @param every an API key with every scope
/// @param secrets texts that no other tenant may ever see
record World(Ids ids, Map<Caller, String> credentials, String every, Set<String> secrets) {
  World {
    credentials = Map.copyOf(credentials);
    secrets = Set.copyOf(secrets);
  }

  String tenant() {
    return ids.of(Kind.TENANT);
  }

  String credential(Caller caller) {
    return Objects.requireNonNull(credentials.get(caller), caller::name);
  }

  @Override
  public String toString() {
    return "World[" + tenant() + "]";
  }
}
