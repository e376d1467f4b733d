package io.waymark.ingest.erasure;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A receipt as callers keep it.
@Serdeable
@Schema(name = "ErasureReceipt")
record ErasureResponse(
    String userId,
    Instant requestedAt,
    @Schema(description = "until then at least, events of the user are refused")
        Instant blockedUntil,
    @Schema(
            description =
                "false: there is more than one call removes and searches; call again, it goes on")
        boolean complete,
    List<InStore> stores) {

  @Serdeable
  @Schema(name = "ErasedStore")
  record InStore(
      @Schema(description = "like histories") String store,
      @Schema(
              description =
                  "removed; unlinked: known there by a random key that leads back to nobody;"
                      + " ages_out: dropped there by itself")
          String how,
      @Schema(description = "rows that this call removed") long removed,
      @Schema(description = "since when nothing is held there") @Nullable Instant erasedAt,
      @Schema(description = "when the last copy there is gone, at the latest")
          @Nullable Instant expiresAt) {}

  static ErasureResponse of(Receipt receipt) {
    return new ErasureResponse(
        receipt.user().value(),
        receipt.requestedAt(),
        receipt.blockedUntil(),
        receipt.complete(),
        receipt.stores().stream()
            .map(
                each ->
                    new InStore(
                        each.store(),
                        each.how().text(),
                        each.removed(),
                        each.erasedAt().orElse(null),
                        each.expiresAt().orElse(null)))
            .toList());
  }
}
