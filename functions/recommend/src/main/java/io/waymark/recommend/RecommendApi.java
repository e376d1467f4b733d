package io.waymark.recommend;

import io.micronaut.openapi.annotation.OpenAPIExtraSchema;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Problem;

/// What the generated OpenAPI document says of this function as a whole.
@OpenAPIDefinition(
    info =
        @Info(
            title = "Waymark recommend",
            version = "1",
            description = "Recommendations, models, health",
            license = @License(name = "Apache-2.0")),
    tags = {
      @Tag(
          name = "Recommendations",
          description = "Lists for users and guests, each slot with its reason"),
      @Tag(name = "Models", description = "The versions of your models, and which of them answers"),
      @Tag(
          name = "Experiments",
          description = "Which of several models does better, and what lists brought"),
      @Tag(name = "Health", description = "Whether the service and what it depends on answers"),
      @Tag(
          name = "This document",
          description = "The API's description, for programs and for people")
    })
@OpenAPIExtraSchema(classes = Problem.class)
final class RecommendApi {
  private RecommendApi() {}
}
