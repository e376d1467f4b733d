package io.waymark.recommend.answers;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/recommend/batch`.
///
/// @param tenantId may repeat the tenant of the credential
/// @param requests 1–100, each as for `POST /api/v1/recommend`
@Serdeable
public record BatchRequest(
    @Nullable String tenantId,
    @Schema(requiredMode = Schema.RequiredMode.REQUIRED, nullable = false)
        @Nullable List<@Nullable RecommendRequest> requests) {}
