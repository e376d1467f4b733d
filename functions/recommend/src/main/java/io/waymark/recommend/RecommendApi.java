package io.waymark.recommend;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;

/// What the generated OpenAPI document says of this function as a whole.
@OpenAPIDefinition(
    info =
        @Info(
            title = "Waymark recommend",
            version = "1",
            description = "Recommendations, models, health",
            license = @License(name = "Apache-2.0")))
final class RecommendApi {
  private RecommendApi() {}
}
