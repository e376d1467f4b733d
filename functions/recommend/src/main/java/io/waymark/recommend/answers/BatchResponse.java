package io.waymark.recommend.answers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.waymark.edge.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry per request, in order: a result, or a problem with its status.
@Serdeable
public record BatchResponse(List<Entry> results) {

  /// What became of one request.
  @Serdeable
  public record Entry(
      int status,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecommendResponse result,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Problem problem) {}

  /// Why there is no result.
  @Serdeable
  public record Problem(String title, String detail, List<FieldError> errors) {}
}
