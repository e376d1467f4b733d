package io.waymark.cli.permissions;

import java.util.Set;
import java.util.function.Function;

/// How a route is asked about what a tenant has.
///
/// @param foreign what it answers about another tenant's
/// @param done the statuses of one who may, about its own
/// @param narrow who may by what the route declares, and is refused this one thing, since nobody
///   gives or takes what it has not itself
/// @param ask the request, given whose things it is about
record Recipe(
    Phase phase, Foreign foreign, Set<Integer> done, Set<Caller> narrow, Function<Ids, Ask> ask) {
  Recipe {
    done = Set.copyOf(done);
    narrow = Set.copyOf(narrow);
  }

  /// What must not be asked before what: a read must find what a removal takes away.
  enum Phase {
    READ,
    WRITE,
    REMOVE,
    LOG_OUT
  }

  /// What a route answers about what is another tenant's.
  enum Foreign {
    ABSENT("404"),
    /// It says the same of all that the caller's tenant has not.
    AS_ABSENT("as of nothing"),
    TENANT_ID("403 if named"),
    /// A request cannot name what is another's.
    UNNAMED("cannot be named"),
    /// Operators alone come so far.
    ALLOWED("the same");

    private final String text;

    Foreign(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  Recipe narrowFor(Caller caller) {
    return new Recipe(phase, foreign, done, Set.of(caller), ask);
  }
}
