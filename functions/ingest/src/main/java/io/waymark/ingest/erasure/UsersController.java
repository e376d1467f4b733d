package io.waymark.ingest.erasure;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Problems;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.UserId;

/// What a tenant must be able to do for one of its users: give out what is held, and erase it.
@Controller("/api/v1/data/users")
@Secured(Scope.Names.DATA_WRITE)
@Tag(name = "Users")
@ApiResponse(responseCode = "400", description = "The id is not valid")
class UsersController {
  static final String JSON_LINES = "application/jsonl";

  private final Erasures erasures;
  private final Exports exports;

  UsersController(Erasures erasures, Exports exports) {
    this.erasures = erasures;
    this.exports = exports;
  }

  @Delete("/{id}")
  @Operation(
      summary = "Erase a user",
      description =
          "Removes the user's history and all else that names the user, forgets under which key the"
              + " user stands in training data, and refuses events of the user from then on. The"
              + " receipt says of each store what became of it. Asked again it removes what is left,"
              + " most often nothing.",
      extensions = @Extension(properties = @ExtensionProperty(name = "x-never", value = "404")))
  @ApiResponse(
      responseCode = "200",
      description = "Erased; the receipt",
      content = @Content(schema = @Schema(implementation = ErasureResponse.class)))
  @ApiResponse(
      responseCode = "202",
      description = "There is more than one call removes and searches; the same call again goes on",
      content = @Content(schema = @Schema(implementation = ErasureResponse.class)))
  HttpResponse<ErasureResponse> erase(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The user's id") String id) {
    ErasureResponse receipt = ErasureResponse.of(erasures.erase(principal.tenant(), user(id)));
    return receipt.complete()
        ? HttpResponse.ok(receipt)
        : HttpResponse.accepted().header(HttpHeaders.RETRY_AFTER, "1").body(receipt);
  }

  @Get("/{id}/export")
  @Produces(JSON_LINES)
  @Operation(
      summary = "Everything that is held of a user",
      description =
          "JSON Lines: each line says its store; those of `histories` have the fields of an event,"
              + " those of `seen` are what is remembered for good, and that of `users` names the key"
              + " under which the user stands in training data.")
  @ApiResponse(
      responseCode = "200",
      description = "The lines",
      content = @Content(mediaType = JSON_LINES, schema = @Schema(type = "string")))
  @ApiResponse(responseCode = "413", description = "There is more than one answer can hold")
  HttpResponse<String> export(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The user's id") String id) {
    return switch (exports.of(principal.tenant(), user(id))) {
      case Exports.Export.Lines lines -> HttpResponse.ok(lines.text());
      case Exports.Export.Nothing _ -> throw Problems.notFound("data of this user");
      case Exports.Export.TooMuch _ ->
          throw Problems.tooLarge(
              "this user has more than an answer can hold, 4 MB; ask who operates the installation"
                  + " for the user's rows of the tables histories and seen");
    };
  }

  private static UserId user(String id) {
    try {
      return new UserId(id);
    } catch (IllegalArgumentException e) {
      throw Problems.invalid("id", String.valueOf(e.getMessage()));
    }
  }
}
