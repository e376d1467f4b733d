package io.waymark.ingest.erasure;

import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What became of everything that was held of a user.
///
/// @param blockedUntil until when at least events of the user are refused
/// @param complete whether no row is left to remove and nothing to search; else the same call again
///   goes on
public record Receipt(
    UserId user,
    Instant requestedAt,
    Instant blockedUntil,
    boolean complete,
    List<InStore> stores) {
  public Receipt {
    stores = List.copyOf(stores);
  }

  /// How a store lost a user.
  public enum How {
    /// Its rows were removed.
    REMOVED("removed"),
    /// It knows the user by a key only, which nobody can lead back to the user any more.
    UNLINKED("unlinked"),
    /// It drops what it has by itself.
    AGES_OUT("ages_out");

    private final String text;

    How(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /// One store.
  ///
  /// @param removed how many rows this call removed
  /// @param erasedAt since when it holds nothing of the user
  /// @param expiresAt until when at most it does
  public record InStore(
      String store,
      How how,
      long removed,
      Optional<Instant> erasedAt,
      Optional<Instant> expiresAt) {
    static InStore removed(String store, long rows, Optional<Instant> at) {
      return new InStore(store, How.REMOVED, rows, at, Optional.empty());
    }

    static InStore unlinked(String store, Instant at) {
      return new InStore(store, How.UNLINKED, 0, Optional.of(at), Optional.empty());
    }

    static InStore agesOut(String store, long removed, Instant at) {
      return new InStore(store, How.AGES_OUT, removed, Optional.empty(), Optional.of(at));
    }
  }
}
