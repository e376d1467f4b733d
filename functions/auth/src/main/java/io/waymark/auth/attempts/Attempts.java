package io.waymark.auth.attempts;

import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.StoreUnavailableException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Slows down whoever guesses passwords, and keeps nobody out for good. ADR 0012 has the reasons.
///
/// Each account has a back-off of its own for each address. An address that the account has logged
/// in from is held by that alone; from any other, the attempt also comes out of what the account
/// may fail from all these together, and of what the address may fail at all accounts.
///
/// An attempt is counted before its password is looked at, so that those made at once cannot all
/// pass; a success takes back its own count, and forgives what its pair failed before.
@Singleton
public final class Attempts {
  /// Of attempts of one pair at the same moment, each lets at least one of the others through.
  private static final int TRIES = 20;

  private static final Duration CROWDED = Duration.ofSeconds(1);

  private final AttemptStore store;
  private final AttemptConfig config;
  private final Clock clock;

  Attempts(AttemptStore store, AttemptConfig config, Clock clock) {
    this.store = store;
    this.config = config;
    this.clock = clock;
  }

  /// Counts an attempt, unless it may not be made.
  ///
  /// @param email as it was typed, or whatever else names what is tried
  public Admission begin(String email, SourceAddress from) {
    Instant now = now();
    AttemptKey pair = AttemptKey.ofPair(email, from);
    History known = store.history(pair);
    Duration wait = wait(known, now);
    if (wait.isPositive()) {
      return new Admission.Wait(wait);
    }
    List<Admission.Taken> wanted =
        known.trusted(now)
            ? List.of()
            : List.of(
                new Admission.Taken(AttemptKey.ofAccount(email), config.account()),
                new Admission.Taken(AttemptKey.ofAddress(from), config.address()));
    List<Admission.Taken> taken = new ArrayList<>();
    for (Admission.Taken each : wanted) {
      Optional<Duration> shortage = store.take(each.key(), each.allowance(), now);
      if (shortage.isPresent()) {
        giveBack(taken);
        return new Admission.Wait(shortage.get());
      }
      taken.add(each);
    }
    return count(pair, known, taken, now);
  }

  /// What `attempt` gives; where it fails for want of something, the attempt counts for nothing.
  public <T> T tried(Admission.Ticket ticket, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (RuntimeException failed) {
      try {
        withdraw(ticket);
      } catch (StoreUnavailableException down) {
        failed.addSuppressed(down);
      }
      throw failed;
    }
  }

  /// The password was right.
  public void succeeded(Admission.Ticket ticket) {
    Instant now = now();
    History forgiven = new History(0, Instant.EPOCH, now.plus(config.trusted()));
    boolean replaced = false;
    for (int each = 0; each < TRIES && !replaced; each++) {
      replaced = store.replace(ticket.pair(), store.history(ticket.pair()), forgiven);
    }
    giveBack(ticket.taken());
  }

  /// The password was not looked at.
  public void withdraw(Admission.Ticket ticket) {
    boolean _ = store.replace(ticket.pair(), ticket.counted(), ticket.before());
    giveBack(ticket.taken());
  }

  private Admission count(
      AttemptKey pair, History first, List<Admission.Taken> taken, Instant now) {
    History known = first;
    for (int each = 0; each < TRIES && wait(known, now).isZero(); each++) {
      History counted = known.failed(now);
      if (store.replace(pair, known, counted)) {
        return new Admission.Admitted(new Admission.Ticket(pair, known, counted, taken));
      }
      known = store.history(pair);
    }
    giveBack(taken);
    Duration wait = wait(known, now);
    return new Admission.Wait(wait.isZero() ? CROWDED : wait);
  }

  private Duration wait(History known, Instant now) {
    return known.wait(now, config.backOff(known.trusted(now)));
  }

  /// As exact as it is stored.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void giveBack(List<Admission.Taken> taken) {
    taken.forEach(each -> store.giveBack(each.key(), each.allowance()));
  }
}
