package io.waymark.auth.tenants;

import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// A customer of the installation.
///
/// @param slug the tenant's name in addresses; its id unless chosen otherwise
/// @param settings by name, free to the operator
/// @param epoch access tokens of a smaller one are void
public record Tenant(
    TenantId id,
    String name,
    String slug,
    Map<String, String> settings,
    TenantStatus status,
    long epoch,
    Instant createdAt,
    Instant updatedAt) {
  private static final int MAX_NAME = 200;

  public Tenant {
    settings = Map.copyOf(settings);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException("name must be 1-" + MAX_NAME + " characters");
    }
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch must be positive");
    }
  }

  /// A tenant that begins now.
  public static Tenant begin(TenantId id, String name, Map<String, String> settings, Instant now) {
    return new Tenant(id, name, id.value(), settings, TenantStatus.ACTIVE, 1, now, now);
  }

  public boolean active() {
    return status == TenantStatus.ACTIVE;
  }

  Tenant changed(String newName, Map<String, String> newSettings, Instant now) {
    return new Tenant(id, newName, slug, newSettings, status, epoch, createdAt, now);
  }

  /// With another status. A suspension raises the epoch, so that no token from before it holds when
  /// the tenant is active again.
  Tenant inStatus(TenantStatus newStatus, Instant now) {
    boolean suspended = active() && newStatus == TenantStatus.SUSPENDED;
    return new Tenant(
        id, name, slug, settings, newStatus, suspended ? epoch + 1 : epoch, createdAt, now);
  }

  /// As it goes on after the database was restored to an earlier time.
  ///
  /// @param newEpoch beyond every token that it was ever given
  public Tenant restored(long newEpoch, TenantStatus newStatus, Instant now) {
    return new Tenant(id, name, slug, settings, newStatus, newEpoch, createdAt, now);
  }

  /// What the audit log tells of it.
  Map<String, String> state() {
    Map<String, String> state = new HashMap<>(Map.of("name", name, "status", status.text()));
    settings.forEach((setting, value) -> state.put("settings." + setting, value));
    return state;
  }
}
