package io.waymark.ingest;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.tags.Tag;

/// What the generated OpenAPI document says of this function as a whole.
@OpenAPIDefinition(
    info =
        @Info(
            title = "Waymark ingest",
            version = "1",
            description = "Events, uploads, items",
            license = @License(name = "Apache-2.0")),
    tags = {
      @Tag(name = "Events", description = "Interactions of your users, as they happen"),
      @Tag(name = "Uploads", description = "Files of interactions and items, over presigned URLs"),
      @Tag(name = "Items", description = "Changes of single items of the catalogue"),
      @Tag(
          name = "Dead letters",
          description = "Records of the event stream that could not be stored, and another try"),
      @Tag(name = "Users", description = "What is held of one of your users: export and erasure")
    })
final class IngestApi {
  private IngestApi() {}
}
