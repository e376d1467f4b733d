package io.waymark.auth.factors;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `second_factors`.
@MappedEntity("second_factors")
record SecondFactorRow(
    @Id UUID userId,
    String tenantId,
    String sealedSecret,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> recoveryHashes,
    @Nullable Instant confirmedAt,
    long lastStep) {
  SecondFactor factor() {
    return new SecondFactor(
        userId, sealedSecret, recoveryHashes, Optional.ofNullable(confirmedAt), lastStep);
  }

  @Override
  public String toString() {
    return "SecondFactorRow[" + userId + "]";
  }
}
