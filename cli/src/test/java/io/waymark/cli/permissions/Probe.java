package io.waymark.cli.permissions;

import java.util.function.Function;

/// A try to reach what is another tenant's: a request that is made once with ids of the other and
/// once with ids that nothing has, and must be answered alike.
///
/// @param form how it tries
/// @param credential of the attacker, or what the attacker makes of it and of the ids
/// @param moving whether the answer's body changes by itself, so that only its status is compared
record Probe(
    Route route,
    String form,
    Function<Ids, String> credential,
    Function<Ids, Ask> ask,
    boolean moving) {
  @Override
  public String toString() {
    return route.text() + ", " + form;
  }
}
