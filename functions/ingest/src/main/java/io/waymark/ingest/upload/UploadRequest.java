package io.waymark.ingest.upload;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/// What a caller wants to upload.
///
/// @param kind `interactions` or `items`
/// @param format `parquet`, `csv` or `jsonl`, with `.gz` or `.zst` where compressed; left out it is
///   found by the file's content
/// @param sizeBytes the file's exact length
@Serdeable
record UploadRequest(
    @Nullable String kind,
    @Nullable String format,
    @Nullable Long sizeBytes,
    @Nullable String tenantId) {}
