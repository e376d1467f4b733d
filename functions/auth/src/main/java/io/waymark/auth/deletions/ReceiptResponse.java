package io.waymark.auth.deletions;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.waymark.tenancy.installation.Kept;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What became of everything that was held of a tenant, as operators keep it.
@Serdeable
@Schema(name = "TenantReceipt")
record ReceiptResponse(
    @Parameter(description = "The tenant's id, which is given to nobody again") String tenantId,
    Instant requestedAt,
    @Schema(
            description =
                "false: there is more than one call removes; call again, it goes on, as a sweep does")
        boolean complete,
    @Schema(
            description =
                "when everything is gone through once more, after all that was on its way has"
                    + " arrived")
        Instant looksAgainAt,
    @Nullable AuditResponse audit,
    List<StoreResponse> stores) {

  @Serdeable
  @Schema(name = "DeletedAuditLog", description = "what stays of the tenant's audit log")
  record AuditResponse(
      @Schema(description = "how many entries it had") long entries,
      @Schema(description = "the hash of the newest, of which every entry is part") String hash) {}

  @Serdeable
  @Schema(name = "DeletedStore")
  record StoreResponse(
      @Schema(description = "like histories") String store,
      @Schema(description = "removed; ages_out: dropped there by itself") String how,
      @Schema(description = "rows and objects that were removed, of all calls") long removed,
      @Schema(description = "since when nothing is held there") @Nullable Instant erasedAt,
      @Schema(description = "when the last copy there is gone, at the latest")
          @Nullable Instant expiresAt) {}

  /// @param now what ages out is counted from, where it is not complete
  static ReceiptResponse of(Deletion deletion, Instant now) {
    Optional<Instant> done = deletion.completedAt();
    Instant last =
        deletion.lookedAgainAt().orElse(done.orElse(now).plus(Deletions.LOOKS_AGAIN_AFTER));
    Stream<StoreResponse> removed =
        new TreeMap<>(deletion.removed())
            .entrySet().stream()
                .map(
                    each ->
                        new StoreResponse(
                            each.getKey(), "removed", each.getValue(), done.orElse(null), null));
    Stream<StoreResponse> aging =
        Stream.of(
            agesOut("access", done.orElse(now).plus(Deletions.KEYS_REMEMBERED)),
            agesOut("streams", last.plus(Kept.STREAMED.time())),
            agesOut("old_objects", last.plus(Kept.OLD_OBJECTS.time())),
            agesOut("backups", last.plus(Kept.BACKUPS.time())),
            agesOut("traces", last.plus(Kept.TRACES.time())),
            agesOut("logs", last.plus(Kept.LOGS.time())),
            agesOut(
                "given_up_batches",
                last.plus(Kept.DEAD_LETTERS.time()).plus(Kept.OLD_OBJECTS.time())));
    return new ReceiptResponse(
        deletion.tenant().value(),
        deletion.requestedAt(),
        done.isPresent(),
        deletion.lookedAgainAt().orElse(deletion.requestedAt().plus(Deletions.LOOKS_AGAIN_AFTER)),
        deletion
            .digest()
            .map(digest -> new AuditResponse(digest.entries(), digest.hash()))
            .orElse(null),
        Stream.concat(removed, aging).toList());
  }

  private static StoreResponse agesOut(String store, Instant at) {
    return new StoreResponse(store, "ages_out", 0, null, at);
  }
}
