package io.waymark.auth.keys;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ApiKeyRepository extends GenericRepository<ApiKeyRow, UUID> {
  /// Adds a row; `scopeList` is separated by commas.
  @Query(
      """
      INSERT INTO api_keys
        (id, tenant_id, name, key_prefix, key_hash, scopes, status, expires_at, created_at)
      VALUES (:id, :tenant, :name, :prefix, :hash, string_to_array(:scopeList, ','), 'active',
        :expiresAt, :createdAt)
      ON CONFLICT DO NOTHING""")
  int insert(
      UUID id,
      String tenant,
      String name,
      String prefix,
      String hash,
      String scopeList,
      @Nullable Instant expiresAt,
      Instant createdAt);

  @Query("SELECT * FROM api_keys WHERE tenant_id = :tenant AND id = :id")
  Optional<ApiKeyRow> find(String tenant, UUID id);

  @Query(
      "SELECT * FROM api_keys WHERE tenant_id = :tenant AND id > :after ORDER BY id LIMIT :limit")
  List<ApiKeyRow> listAfter(String tenant, UUID after, int limit);

  @Query(
      """
      UPDATE api_keys SET status = 'revoked'
      WHERE tenant_id = :tenant AND id = :id AND status = 'active'""")
  int revoke(String tenant, UUID id);
}
