package io.waymark.train;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.tags.Tag;

/// What the generated OpenAPI document says of this function as a whole.
@OpenAPIDefinition(
    info =
        @Info(
            title = "Waymark train",
            version = "1",
            description = "Training jobs",
            license = @License(name = "Apache-2.0")),
    tags = {@Tag(name = "Training", description = "Make a model from your accepted interactions")})
final class TrainApi {
  private TrainApi() {}
}
