package io.waymark.auth.factors;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SecondFactorRepository extends GenericRepository<SecondFactorRow, UUID> {
  @Query("SELECT * FROM second_factors WHERE tenant_id = :tenant AND user_id = :member")
  Optional<SecondFactorRow> find(String tenant, UUID member);

  /// Puts a row in the place of what is there; `hashList` is separated by commas.
  @Query(
      """
      INSERT INTO second_factors
        (tenant_id, user_id, sealed_secret, recovery_hashes, confirmed_at, last_step)
      VALUES (:tenant, :member, :sealedSecret, string_to_array(:hashList, ','), :confirmedAt,
        :lastStep)
      ON CONFLICT (tenant_id, user_id) DO UPDATE SET sealed_secret = EXCLUDED.sealed_secret,
        recovery_hashes = EXCLUDED.recovery_hashes, confirmed_at = EXCLUDED.confirmed_at,
        last_step = EXCLUDED.last_step""")
  int put(
      String tenant,
      UUID member,
      String sealedSecret,
      String hashList,
      @Nullable Instant confirmedAt,
      long lastStep);

  @Query("DELETE FROM second_factors WHERE tenant_id = :tenant AND user_id = :member")
  int remove(String tenant, UUID member);
}
