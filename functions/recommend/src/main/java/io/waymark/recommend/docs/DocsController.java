package io.waymark.recommend.docs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Serves the API's description, which the build put together from those of all functions. The page
/// loads nothing from elsewhere, and nothing from the root, which a stage's own address lacks.
@Controller("/api/v1")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "This document")
final class DocsController {
  private static final String DOCUMENT = "openapi/openapi.json";
  private static final String WEBJAR = "META-INF/resources/webjars/swagger-ui/5.32.0/";
  private static final Map<String, String> FILES =
      Map.of("swagger-ui.css", "text/css", "swagger-ui-bundle.js", "text/javascript");
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Waymark API</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="docs/swagger-ui.css">
      </head>
      <body>
      <div id="page"></div>
      <script src="docs/swagger-ui-bundle.js"></script>
      <script>
      fetch("openapi.json").then(answer => answer.json()).then(spec => {
        spec.servers = [{url: new URL("../..", location.href).href}];
        SwaggerUIBundle({spec, dom_id: "#page", deepLinking: true, docExpansion: "list",
          defaultModelsExpandDepth: 0, displayRequestDuration: true, filter: true,
          persistAuthorization: true, validatorUrl: null});
      });
      </script>
      </body>
      </html>
      """;

  @Get("/openapi.json")
  @Operation(
      summary = "This document",
      description = "OpenAPI 3.0, of every function.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "503")))
  @ApiResponse(
      responseCode = "200",
      description = "The document",
      content = @Content(schema = @Schema(type = "object")))
  HttpResponse<byte[]> document() {
    byte @Nullable [] document = read(DOCUMENT);
    if (document == null) {
      throw new IllegalStateException("this build has no " + DOCUMENT);
    }
    return HttpResponse.ok(document).contentType(MediaType.APPLICATION_JSON_TYPE);
  }

  @Get(value = "/docs", produces = MediaType.TEXT_HTML)
  @Operation(
      summary = "This document as a page",
      description = "It loads nothing from elsewhere.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "503")))
  @ApiResponse(
      responseCode = "200",
      description = "The page",
      content = @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = "string")))
  HttpResponse<byte[]> page() {
    return HttpResponse.ok(PAGE.getBytes(StandardCharsets.UTF_8))
        .contentType(MediaType.TEXT_HTML_TYPE);
  }

  @Get("/docs/{file}")
  @Hidden
  HttpResponse<byte[]> file(@PathVariable String file) {
    @Nullable String type = FILES.get(file);
    byte @Nullable [] content = type == null ? null : read(WEBJAR + file);
    if (type == null || content == null) {
      throw Problems.notFound("file " + file);
    }
    return HttpResponse.ok(content)
        .contentType(MediaType.of(type))
        .header("Cache-Control", "public, max-age=86400");
  }

  private static byte @Nullable [] read(String resource) {
    try (@Nullable InputStream in =
        DocsController.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
