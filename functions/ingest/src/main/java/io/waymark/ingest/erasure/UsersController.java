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
import io.waymark.edge.SourceAddress;
import io.waymark.edge.notes.AuditNote;
import io.waymark.ingest.audit.AuditNoteStore;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.UserId;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;

/// What a tenant must be able to do for one of its users: give out what is held, and erase it.
@Controller("/api/v1/data/users")
@Secured(Scope.Names.DATA_WRITE)
@Tag(name = "Users")
@ApiResponse(responseCode = "400", description = "The id is not valid")
class UsersController {
  static final String JSON_LINES = "application/jsonl";

  private final Erasures erasures;
  private final Exports exports;
  private final UserDigests digests;
  private final AuditNoteStore notes;
  private final Clock clock;

  UsersController(
      Erasures erasures, Exports exports, UserDigests digests, AuditNoteStore notes, Clock clock) {
    this.erasures = erasures;
    this.exports = exports;
    this.digests = digests;
    this.notes = notes;
    this.clock = clock;
  }

  @Delete("/{id}")
  @Operation(
      summary = "Erase a user",
      description =
          "Removes the user's history and all else that names the user, forgets under which key the"
              + " user stands in training data, and refuses events of the user from then on. The"
              + " receipt says of each store what became of it. Asked again it removes what is left,"
              + " most often nothing. It is told in the audit log, which names the user by a digest"
              + " alone.",
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
      @Parameter(hidden = true) SourceAddress from,
      @PathVariable @Parameter(description = "The user's id") String id) {
    UserId user = user(id);
    Receipt receipt = erasures.erase(principal.tenant(), user);
    // Before the answer: who has none asks again, and that is noted.
    notes.add(principal.tenant(), note(principal, from, user, receipt));
    ErasureResponse answer = ErasureResponse.of(receipt);
    return receipt.complete()
        ? HttpResponse.ok(answer)
        : HttpResponse.accepted().header(HttpHeaders.RETRY_AFTER, "1").body(answer);
  }

  /// What the audit log tells of a call: it must not bring back whom it tells of. Who knows the id
  /// can compute the digest.
  private AuditNote note(Principal principal, SourceAddress from, UserId user, Receipt receipt) {
    Map<String, String> outcome = new TreeMap<>();
    outcome.put("complete", Boolean.toString(receipt.complete()));
    receipt.stores().stream()
        .filter(store -> store.removed() > 0)
        .forEach(store -> outcome.put(store.store(), Long.toString(store.removed())));
    return AuditNote.of(
        principal,
        from,
        clock.instant(),
        "user.erased",
        digests.of(principal.tenant(), user),
        Map.of(),
        outcome);
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
