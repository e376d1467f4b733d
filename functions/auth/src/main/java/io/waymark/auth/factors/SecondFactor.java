package io.waymark.auth.factors;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A member's second factor as it is kept.
///
/// @param recoveryHashes of the recovery codes that are left
/// @param confirmedAt from when on it is asked for
/// @param lastStep of the newest code that was used
public record SecondFactor(
    UUID member,
    String sealedSecret,
    List<String> recoveryHashes,
    Optional<Instant> confirmedAt,
    long lastStep) {
  public SecondFactor {
    recoveryHashes = List.copyOf(recoveryHashes);
  }

  boolean confirmed() {
    return confirmedAt.isPresent();
  }

  SecondFactor confirmed(Instant now, long step) {
    return new SecondFactor(member, sealedSecret, recoveryHashes, Optional.of(now), step);
  }

  SecondFactor used(long step) {
    return new SecondFactor(member, sealedSecret, recoveryHashes, confirmedAt, step);
  }

  SecondFactor without(String recoveryHash) {
    return new SecondFactor(
        member,
        sealedSecret,
        recoveryHashes.stream().filter(each -> !each.equals(recoveryHash)).toList(),
        confirmedAt,
        lastStep);
  }

  @Override
  public String toString() {
    return "SecondFactor[" + member + "]";
  }
}
