package io.waymark.auth.keys;

import io.waymark.auth.database.Page;
import io.waymark.tenancy.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Keeps API keys, the ended ones too.
public interface ApiKeyStore {
  /// False where the prefix is taken, at whatever tenant.
  boolean add(TenantId tenant, ApiKey key);

  Optional<ApiKey> find(TenantId tenant, UUID id);

  List<ApiKey> list(TenantId tenant, Page page);

  /// False where there is no such key or it was revoked before.
  boolean revoke(TenantId tenant, UUID id);
}
