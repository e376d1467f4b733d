package io.waymark.auth.signing;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

@Controller("/.well-known")
@Secured(SecurityRule.IS_ANONYMOUS)
@Tag(name = "Keys")
class JwksController {
  /// As long as the functions themselves keep the keys; a new key is published for longer before it
  /// signs.
  private static final String CACHING = "public, max-age=300";

  private final SigningKeys keys;

  JwksController(SigningKeys keys) {
    this.keys = keys;
  }

  @Get(value = "/jwks.json", produces = MediaType.APPLICATION_JSON)
  @Operation(summary = "The public keys that verify this installation's tokens (RFC 7517)")
  HttpResponse<String> jwks() {
    return HttpResponse.ok(keys.published().toString()).header("Cache-Control", CACHING);
  }
}
