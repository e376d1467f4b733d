package io.waymark.auth.keys;

import io.waymark.auth.audit.Audit;
import io.waymark.auth.audit.AuditEntry;
import io.waymark.auth.database.OrderedIds;
import io.waymark.auth.database.Page;
import io.waymark.auth.outbox.Changes;
import io.waymark.auth.outbox.Outbox;
import io.waymark.auth.outbox.Projection;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.installation.Installation;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Makes and revokes API keys. Kept by admins and editors, and by keys with the scope `admin`; none
/// of them gives, or takes, what it lacks.
@Singleton
public final class ApiKeys {
  /// Ten years, with their leap days.
  static final Duration LONGEST = Duration.ofDays(3653);

  private final ApiKeyStore keys;
  private final Outbox outbox;
  private final Changes changes;
  private final Audit audit;
  private final Clock clock;
  private final String stage;
  private final SecureRandom random = new SecureRandom();

  ApiKeys(
      ApiKeyStore keys,
      Outbox outbox,
      Changes changes,
      Audit audit,
      Clock clock,
      Installation installation) {
    this.keys = keys;
    this.outbox = outbox;
    this.changes = changes;
    this.audit = audit;
    this.clock = clock;
    this.stage = installation.stage();
  }

  public ApiKeyResult create(
      Principal maker, String name, Set<Scope> scopes, Optional<Instant> expiresAt) {
    Optional<ApiKeyResult> refusal = refusal(maker, scopes);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Instant now = clock.instant();
    if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
      return new ApiKeyResult.Expired();
    }
    if (expiresAt.isPresent() && expiresAt.get().isAfter(now.plus(LONGEST))) {
      return new ApiKeyResult.TooLong();
    }
    TenantId tenant = maker.tenant();
    ApiKeyText text = ApiKeyText.generate(stage, random);
    ApiKey key =
        new ApiKey(
            OrderedIds.next(now),
            tenant,
            name,
            text.prefix(),
            text.sha256(),
            scopes,
            true,
            expiresAt,
            Optional.empty(),
            now);
    return changes.in(
        tenant,
        () -> {
          if (!keys.add(tenant, key)) {
            throw new IllegalStateException("one of 2·10^14 prefixes came twice; try again");
          }
          outbox.add(tenant, projection(key));
          audit.record(
              tenant,
              maker.subject(),
              "api_key.created",
              key.id().toString(),
              AuditEntry.Change.made(state(key)));
          return new ApiKeyResult.Created(key, text);
        });
  }

  public List<ApiKey> list(TenantId tenant, Page page) {
    return keys.list(tenant, page);
  }

  public Optional<ApiKey> find(TenantId tenant, UUID id) {
    return keys.find(tenant, id);
  }

  public ApiKeyResult revoke(Principal keeper, UUID id) {
    if (!mayKeep(keeper)) { // before it is looked up: 404 or 403 would tell what there is
      return new ApiKeyResult.NotAllowed();
    }
    TenantId tenant = keeper.tenant();
    return changes.inEffect(
        tenant,
        ApiKeyResult.Revoked.class::isInstance,
        () -> {
          Optional<ApiKey> found = keys.find(tenant, id);
          if (found.isEmpty()) {
            return new ApiKeyResult.Unknown();
          }
          ApiKey key = found.get();
          Optional<ApiKeyResult> refusal = refusal(keeper, key.scopes());
          if (refusal.isPresent()) {
            return refusal.get();
          }
          revoke(keeper.subject(), key);
          return new ApiKeyResult.Revoked(key.revoked());
        });
  }

  /// What [#renew] did.
  ///
  /// @param revoked how many of the keys ended by it
  public record Renewed(int keys, int revoked) {}

  /// Brings every key of `tenant` to the hot path anew, the ended ones too; to be called in the
  /// transaction of a restore.
  ///
  /// @param ended whether the hot path knows a key, named by its row, as revoked: then it is so
  public Renewed renew(TenantId tenant, Predicate<String> ended) {
    int all = 0;
    int revoked = 0;
    Optional<String> after = Optional.empty();
    do {
      Page page = new Page(after, Page.MOST);
      List<ApiKey> some = keys.list(tenant, page);
      for (ApiKey key : some) {
        boolean ends = key.active() && ended.test(projection(key).key());
        if (ends) {
          revoke(AuditEntry.SYSTEM, key);
          revoked++;
        } else {
          outbox.add(tenant, projection(key));
        }
      }
      all += some.size();
      after = page.next(some, key -> key.id().toString());
    } while (after.isPresent());
    return new Renewed(all, revoked);
  }

  /// Ends every key of `tenant` on the hot path, which forgets them at `until`; to be called in the
  /// transaction that deletes them.
  public void forget(TenantId tenant, Instant until) {
    Optional<String> after = Optional.empty();
    do {
      Page page = new Page(after, Page.MOST);
      List<ApiKey> some = keys.list(tenant, page);
      some.forEach(key -> outbox.add(tenant, projection(key.revoked().until(until))));
      after = page.next(some, key -> key.id().toString());
    } while (after.isPresent());
  }

  private void revoke(String actor, ApiKey key) {
    if (keys.revoke(key.tenant(), key.id())) {
      outbox.add(key.tenant(), projection(key.revoked()));
      audit.record(
          key.tenant(),
          actor,
          "api_key.revoked",
          key.id().toString(),
          new AuditEntry.Change(state(key), state(key.revoked())));
    }
  }

  private static Map<String, String> state(ApiKey key) {
    return Map.of(
        "name", key.name(),
        "scopes", texts(key.scopes()),
        "status", key.active() ? "active" : "revoked",
        "expires_at", key.expiresAt().map(Instant::toString).orElse("never"));
  }

  private static boolean mayKeep(Principal keeper) {
    return keeper.grants().contains(Scope.Names.KEYS);
  }

  private static Optional<ApiKeyResult> refusal(Principal keeper, Set<Scope> scopes) {
    if (!mayKeep(keeper)) {
      return Optional.of(new ApiKeyResult.NotAllowed());
    }
    Set<Scope> beyond = new HashSet<>(scopes);
    beyond.removeAll(keeper.scopes());
    return beyond.isEmpty() ? Optional.empty() : Optional.of(new ApiKeyResult.Beyond(beyond));
  }

  private static Projection projection(ApiKey key) {
    return Projection.ofKey(
        key.prefix(),
        Map.of("tenant", key.tenant().value(), "key_id", key.id().toString(), "hash", key.hash()),
        key.scopes().stream().map(Scope::text).sorted().toList(),
        key.active(),
        key.expiresAt());
  }

  static String texts(Set<Scope> scopes) {
    return scopes.stream().map(Scope::text).sorted().collect(Collectors.joining(", "));
  }
}
