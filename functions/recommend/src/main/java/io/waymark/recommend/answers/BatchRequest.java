package io.waymark.recommend.answers;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /api/v1/recommend/batch`.
///
/// @param requests 1–100, each as for `POST /api/v1/recommend`
@Serdeable
public record BatchRequest(@Nullable List<@Nullable RecommendRequest> requests) {}
