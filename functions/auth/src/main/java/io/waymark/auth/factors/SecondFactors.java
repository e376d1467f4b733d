package io.waymark.auth.factors;

import io.waymark.auth.attempts.Admission;
import io.waymark.auth.attempts.Attempts;
import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.FailedLogIns;
import io.waymark.auth.members.MemberCredentials;
import io.waymark.auth.members.MemberResult;
import io.waymark.auth.members.MemberSessions;
import io.waymark.auth.members.MemberStore;
import io.waymark.auth.members.Members;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.passwords.PasswordHashes;
import io.waymark.edge.SourceAddress;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets, asks for and takes away second factors. ADR 0022 has the reasons.
@Singleton
public final class SecondFactors {
  /// What was typed was right when it was looked at.
  private static final String OVERTAKEN =
      "your password or your second factor was changed at the same time; look at it and try again";

  private static final Logger LOG = LoggerFactory.getLogger(SecondFactors.class);
  private static final Pattern TIME_CODE = Pattern.compile("\\d{" + TimeCodes.DIGITS + "}");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private final SecondFactorStore factors;
  private final FactorKey key;
  private final MemberStore members;
  private final MemberSessions sessions;
  private final PasswordHashes hashes;
  private final Attempts attempts;
  private final FailedLogIns failures;
  private final Changes changes;
  private final Audit audit;
  private final Installation installation;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SecondFactors(
      SecondFactorStore factors,
      FactorKey key,
      MemberStore members,
      MemberSessions sessions,
      PasswordHashes hashes,
      Attempts attempts,
      FailedLogIns failures,
      Changes changes,
      Audit audit,
      Installation installation,
      Clock clock) {
    this.factors = factors;
    this.key = key;
    this.members = members;
    this.sessions = sessions;
    this.hashes = hashes;
    this.attempts = attempts;
    this.failures = failures;
    this.changes = changes;
    this.audit = audit;
    this.installation = installation;
    this.clock = clock;
  }

  /// Whether `code` will do beside the member's password: it is right, or no code is asked of this
  /// member. Does the same work for a member that nobody is.
  public boolean passes(TenantId tenant, UUID member, Optional<String> code) {
    Optional<SecondFactor> factor = confirmed(tenant, member);
    // Read for whoever sends a code: the first time, it takes as long as a password's hash.
    Optional<SecretKey> opens = code.map(_ -> key.get());
    return factor.isEmpty()
        || opens.flatMap(it -> used(tenant, factor.get(), code.orElseThrow(), it)).isPresent();
  }

  /// As [#passes], and uses the code up; to be called in a transaction that holds the member.
  public boolean use(TenantId tenant, UUID member, Optional<String> code) {
    Optional<SecondFactor> factor = confirmed(tenant, member);
    if (factor.isEmpty()) {
      return true;
    }
    Optional<SecondFactor> after =
        code.flatMap(typed -> used(tenant, factor.get(), typed, key.get()));
    if (after.isEmpty()) {
      return false;
    }
    factors.put(tenant, after.get());
    if (after.get().recoveryHashes().size() < factor.get().recoveryHashes().size()) {
      audit.record(tenant, member.toString(), "member.recovery_code_used", member.toString());
    }
    return true;
  }

  /// What a member has now.
  Optional<SecondFactor> find(Principal.Member member) {
    return factors.find(member.tenant(), id(member));
  }

  /// Makes a factor that is to be confirmed, in the place of an earlier one that was not.
  FactorChange begin(Principal.Member member, String password, SourceAddress from) {
    return guarded(member, from, () -> begin(member, password));
  }

  private FactorChange begin(Principal.Member member, String password) {
    TenantId tenant = member.tenant();
    UUID id = id(member);
    if (confirmed(tenant, id).isPresent()) {
      return new FactorChange.NotNow("there is a second factor already; switch it off first");
    }
    Optional<String> verified = verified(tenant, id, password);
    if (verified.isEmpty()) {
      return wrong(tenant, id);
    }
    Secret secret = Secret.generate(random);
    List<String> codes = RecoveryCodes.generate(random);
    SecondFactor made =
        new SecondFactor(
            id,
            FactorSeal.close(secret, tenant, id, key.get(), random),
            codes.stream().map(RecoveryCodes::sha256).toList(),
            Optional.empty(),
            0);
    return changes.in(
        tenant,
        () -> {
          if (!holds(tenant, id, verified.get()) || confirmed(tenant, id).isPresent()) {
            return new FactorChange.NotNow(OVERTAKEN);
          }
          factors.put(tenant, made);
          audit.record(tenant, id.toString(), "member.second_factor_begun", id.toString());
          return new FactorChange.Begun(secret.text(), uri(member, secret), codes);
        });
  }

  /// Sets what was begun, for whoever has got it into an app.
  FactorChange confirm(Principal.Member member, String code, SourceAddress from) {
    TenantId tenant = member.tenant();
    UUID id = id(member);
    return guarded(
        member,
        from,
        () -> {
          FactorChange result =
              changes.inEffect(
                  tenant, FactorChange.Done.class::isInstance, () -> set(tenant, id, code));
          if (result instanceof FactorChange.Wrong) {
            failures.count(tenant, id.toString());
          }
          return result;
        });
  }

  private FactorChange set(TenantId tenant, UUID id, String code) {
    Optional<MemberCredentials> _ = members.findForChange(tenant, id);
    Optional<SecondFactor> begun = factors.find(tenant, id).filter(each -> !each.confirmed());
    if (begun.isEmpty()) {
      return new FactorChange.NotNow("there is nothing to confirm; begin a second factor first");
    }
    SecondFactor factor = begun.get();
    Instant now = clock.instant();
    OptionalLong step =
        FactorSeal.open(factor.sealedSecret(), tenant, id, key.get())
            .map(secret -> TimeCodes.step(secret, plain(code), now, factor.lastStep()))
            .orElse(OptionalLong.empty());
    if (step.isEmpty()) {
      return new FactorChange.Wrong();
    }
    factors.put(tenant, factor.confirmed(now, step.getAsLong()));
    sessions.endAll(tenant, id);
    audit.record(tenant, id.toString(), "member.second_factor_set", id.toString());
    return new FactorChange.Done();
  }

  /// Takes the member's factor away, for whoever has the password and a code.
  FactorChange switchOff(
      Principal.Member member, String password, String code, SourceAddress from) {
    return guarded(member, from, () -> switchOff(member, password, code));
  }

  private FactorChange switchOff(Principal.Member member, String password, String code) {
    TenantId tenant = member.tenant();
    UUID id = id(member);
    Optional<String> typed = Optional.of(code);
    if (confirmed(tenant, id).isEmpty()) {
      return new FactorChange.NotNow("there is no second factor");
    }
    boolean passes = passes(tenant, id, typed);
    Optional<String> verified = verified(tenant, id, password);
    if (verified.isEmpty() || !passes) {
      return wrong(tenant, id);
    }
    return changes.inEffect(
        tenant,
        FactorChange.Done.class::isInstance,
        () -> {
          if (!holds(tenant, id, verified.get()) || !use(tenant, id, typed)) {
            return new FactorChange.NotNow(OVERTAKEN);
          }
          boolean _ = factors.remove(tenant, id);
          sessions.endAll(tenant, id);
          audit.record(tenant, id.toString(), "member.second_factor_removed", id.toString());
          return new FactorChange.Done();
        });
  }

  /// Takes away the factor of another member, who has lost it. Its sessions end, if it had one.
  FactorReset reset(Principal maker, UUID id) {
    TenantId tenant = maker.tenant();
    if (maker.subject().equals(id.toString())) {
      return new FactorReset.Own();
    }
    return changes.inEffect(
        tenant,
        FactorReset.Done.class::isInstance,
        () -> {
          Optional<MemberCredentials> found = members.findForChange(tenant, id);
          if (found.isEmpty()) {
            return new FactorReset.Unknown();
          }
          Optional<MemberResult.Refusal> refusal =
              Members.refusal(maker, found.get().member().role());
          if (refusal.isPresent()) {
            return switch (refusal.get()) {
              case MemberResult.NotAllowed(String reason) -> new FactorReset.NotAllowed(reason);
              case MemberResult.Invalid(String field, String message) ->
                  new FactorReset.NotAllowed(field + " " + message);
            };
          }
          if (factors.remove(tenant, id)) {
            sessions.endAll(tenant, id);
            audit.record(tenant, maker.subject(), "member.second_factor_reset", id.toString());
          }
          return new FactorReset.Done();
        });
  }

  /// Whoever holds a token of the member guesses no faster than at a log-in.
  private FactorChange guarded(
      Principal.Member member, SourceAddress from, Supplier<FactorChange> change) {
    return switch (attempts.begin(member.email(), from)) {
      case Admission.Wait(Duration time) -> new FactorChange.TooMany(time);
      case Admission.Admitted(Admission.Ticket ticket) -> {
        FactorChange result = attempts.tried(ticket, change);
        switch (result) {
          case FactorChange.Begun _, FactorChange.Done _ ->
              quietly(() -> attempts.succeeded(ticket));
          case FactorChange.NotNow _ -> quietly(() -> attempts.withdraw(ticket));
          case FactorChange.Wrong _, FactorChange.TooMany _ -> {}
        }
        yield result;
      }
    };
  }

  /// What is done is done, whether or not it can be counted.
  private static void quietly(Runnable count) {
    try {
      count.run();
    } catch (StoreUnavailableException down) {
      LOG.warn("what was right still counts as wrong: {}", down.getMessage());
    }
  }

  private FactorChange wrong(TenantId tenant, UUID id) {
    failures.count(tenant, id.toString());
    return new FactorChange.Wrong();
  }

  /// The hash that `password` was found right by.
  private Optional<String> verified(TenantId tenant, UUID id, String password) {
    return members
        .find(tenant, id)
        .map(MemberCredentials::passwordHash)
        .filter(hash -> hashes.matches(password, hash));
  }

  /// Holds the member, whose password may have been replaced meanwhile.
  private boolean holds(TenantId tenant, UUID id, String verified) {
    return members
        .findForChange(tenant, id)
        .filter(known -> known.passwordHash().equals(verified))
        .isPresent();
  }

  private Optional<SecondFactor> confirmed(TenantId tenant, UUID member) {
    return factors.find(tenant, member).filter(SecondFactor::confirmed);
  }

  /// What becomes of the factor by the use of a code; empty where the code is wrong.
  private Optional<SecondFactor> used(
      TenantId tenant, SecondFactor factor, String typed, SecretKey opens) {
    String code = plain(typed);
    if (TIME_CODE.matcher(code).matches()) {
      OptionalLong step =
          FactorSeal.open(factor.sealedSecret(), tenant, factor.member(), opens)
              .map(secret -> TimeCodes.step(secret, code, clock.instant(), factor.lastStep()))
              .orElse(OptionalLong.empty());
      return step.isPresent() ? Optional.of(factor.used(step.getAsLong())) : Optional.empty();
    }
    String hash = RecoveryCodes.sha256(code);
    return factor.recoveryHashes().contains(hash)
        ? Optional.of(factor.without(hash))
        : Optional.empty();
  }

  /// Apps show codes in groups.
  private static String plain(String typed) {
    return SPACES.matcher(typed).replaceAll("");
  }

  private String uri(Principal.Member member, Secret secret) {
    String issuer = encoded("Waymark " + installation.stage());
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
        .formatted(
            issuer,
            encoded(member.email()),
            secret.text(),
            issuer,
            TimeCodes.DIGITS,
            TimeCodes.SECONDS);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static UUID id(Principal.Member member) {
    return UUID.fromString(member.subject());
  }
}
