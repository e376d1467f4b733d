package io.waymark.recommend.docs;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import io.waymark.edge.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Serves the API's description: that of all functions where the build put one together, else this
/// function's own. The page loads nothing from elsewhere.
@Controller("/api/v1")
@Secured(SecurityRule.IS_ANONYMOUS)
@Hidden
final class DocsController {
  private static final List<String> DOCUMENTS =
      List.of("openapi/openapi.json", "META-INF/swagger/waymark-recommend-1.json");
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
      <link rel="stylesheet" href="/api/v1/docs/swagger-ui.css">
      </head>
      <body>
      <div id="page"></div>
      <script src="/api/v1/docs/swagger-ui-bundle.js"></script>
      <script>
      SwaggerUIBundle({url: "/api/v1/openapi.json", dom_id: "#page", deepLinking: true,
        validatorUrl: null, persistAuthorization: true});
      </script>
      </body>
      </html>
      """;

  @Get("/openapi.json")
  HttpResponse<byte[]> document() {
    for (String name : DOCUMENTS) {
      byte @Nullable [] document = read(name);
      if (document != null) {
        return HttpResponse.ok(document).contentType(MediaType.APPLICATION_JSON_TYPE);
      }
    }
    throw Problems.notFound("description of the API in this build");
  }

  @Get("/docs")
  HttpResponse<byte[]> page() {
    return HttpResponse.ok(PAGE.getBytes(StandardCharsets.UTF_8))
        .contentType(MediaType.TEXT_HTML_TYPE);
  }

  @Get("/docs/{file}")
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
