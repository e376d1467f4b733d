package io.waymark.auth.signing;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;

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

  /// How the document describes the key set.
  @Schema(name = "KeySet", description = "Public keys (RFC 7517)")
  record KeySet(List<Key> keys) {}

  /// A public key on the curve P-256.
  ///
  /// @param kid what a token's header names
  @Schema(name = "PublicKey")
  record Key(String kty, String crv, String kid, String use, String alg, String x, String y) {}

  @Get(value = "/jwks.json", produces = MediaType.APPLICATION_JSON)
  @Operation(summary = "The public keys that verify this installation's tokens (RFC 7517)")
  @ApiResponse(
      responseCode = "200",
      description = "The key set",
      content = @Content(schema = @Schema(implementation = KeySet.class)))
  HttpResponse<String> jwks() {
    return HttpResponse.ok(keys.published().toString()).header("Cache-Control", CACHING);
  }
}
