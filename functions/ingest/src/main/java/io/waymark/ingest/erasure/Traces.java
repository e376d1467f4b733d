package io.waymark.ingest.erasure;

import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import java.util.Optional;

/// What names users beside what was stored of them, and has to be searched for them.
public interface Traces {
  /// Removes what names `user`, as far as one call may search.
  ///
  /// @param from where the call before stopped
  /// @throws io.waymark.tenancy.StoreUnavailableException where a store did not answer
  Searched remove(TenantId tenant, UserId user, Position from);

  /// How far a search is.
  ///
  /// @param last what was looked at last, as the search names it; empty where it begins
  /// @param left whether something until there could not be searched
  record Position(Optional<String> last, boolean left) {
    public static final Position BEGIN = new Position(Optional.empty(), false);
  }

  /// What a search came to.
  ///
  /// @param removed how many objects this call removed, or rewrote without the user
  /// @param ended whether nothing is left to look at; else the next call goes on from `reached`
  record Searched(long removed, Position reached, boolean ended) {
    /// Whether nothing was left unsearched.
    boolean all() {
      return ended && !reached.left();
    }
  }
}
