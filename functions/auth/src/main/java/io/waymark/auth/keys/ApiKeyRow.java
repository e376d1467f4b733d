package io.waymark.auth.keys;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A row of `api_keys`.
@MappedEntity("api_keys")
record ApiKeyRow(
    @Id UUID id,
    String tenantId,
    String name,
    String keyPrefix,
    String keyHash,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> scopes,
    String status,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    Instant createdAt) {
  static final String ACTIVE = "active";

  ApiKey key() {
    return new ApiKey(
        id,
        new TenantId(tenantId),
        name,
        keyPrefix,
        keyHash,
        scopes.stream()
            .map(scope -> Scope.of(scope).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        status.equals(ACTIVE),
        Optional.ofNullable(expiresAt),
        Optional.ofNullable(lastUsedAt),
        createdAt);
  }
}
