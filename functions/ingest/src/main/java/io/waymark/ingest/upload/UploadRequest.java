package io.waymark.ingest.upload;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a caller wants to upload.
///
/// @param kind `interactions` or `items`
/// @param format `parquet`, `csv` or `jsonl`, with `.gz` or `.zst` where compressed; left out it is
///   found by the file's content
/// @param sizeBytes the file's exact length
@Serdeable
@Schema(example = "{\"kind\": \"interactions\", \"format\": \"csv.gz\", \"size_bytes\": 72000}")
record UploadRequest(
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, nullable = false) @Nullable String kind,
    @Nullable String format,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, nullable = false) @Nullable Long sizeBytes,
    @Nullable String tenantId) {}
