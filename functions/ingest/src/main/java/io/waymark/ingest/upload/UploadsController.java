package io.waymark.ingest.upload;

import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.JsonMapper;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.FieldError;
import io.waymark.edge.PresignedPut;
import io.waymark.edge.ProblemException;
import io.waymark.edge.Problems;
import io.waymark.edge.idempotency.Idempotent;
import io.waymark.files.FileFormat;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.quality.ReportPage;
import io.waymark.ingest.quality.UploadReport;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Files over presigned URLs.
@Controller("/api/v1/data/uploads")
@Secured(Scope.Names.DATA_WRITE)
@Tag(name = "Uploads")
class UploadsController {
  private static final int MOST = 100;
  private static final String NOT_HELD = "The upload is not held";

  private final UploadStore uploads;
  private final UploadObjectStore objects;
  private final IngestConfig config;
  private final Clock clock;
  private final JsonMapper json;

  UploadsController(
      UploadStore uploads,
      UploadObjectStore objects,
      IngestConfig config,
      Clock clock,
      JsonMapper json) {
    this.json = json;
    this.uploads = uploads;
    this.objects = objects;
    this.config = config;
    this.clock = clock;
  }

  @Idempotent
  @Post
  @Status(HttpStatus.CREATED)
  @Operation(
      extensions =
          @Extension(properties = @ExtensionProperty(name = "x-idempotent", value = "true")),
      summary = "Begin an upload",
      description =
          "Answers with a URL to PUT the file to, with the headers as given. The file is read as"
              + " soon as it is there; ask for the upload to see how far it is.")
  HttpResponse<UploadResponse.Created> begin(
      @Parameter(hidden = true) Principal principal, @Body UploadRequest request) {
    TenantId tenant = principal.tenant();
    if (request.tenantId() != null && !request.tenantId().equals(tenant.value())) {
      throw Problems.foreignTenant();
    }
    List<FieldError> errors = new ArrayList<>();
    Optional<UploadKind> kind = Optional.ofNullable(request.kind()).flatMap(UploadKind::of);
    if (kind.isEmpty()) {
      errors.add(new FieldError("kind", "must be interactions or items"));
    }
    Optional<String> ending = ending(request.format());
    if (ending.isEmpty()) {
      errors.add(
          new FieldError(
              "format", "must be parquet, csv or jsonl, with .gz or .zst where compressed"));
    }
    long size = request.sizeBytes() == null ? 0 : request.sizeBytes();
    if (size < 1 || size > config.uploadLimit()) {
      errors.add(
          new FieldError(
              "size_bytes",
              "must be the length of the file, from 1 to " + config.uploadLimit() + " bytes"));
    }
    if (kind.isEmpty() || ending.isEmpty() || !errors.isEmpty()) {
      throw Problems.invalid(errors);
    }
    Instant now = clock.instant();
    Upload upload =
        Upload.waiting(UploadId.next(now), kind.get(), kind.get().text() + ending.get(), size, now);
    uploads.put(tenant, upload);
    PresignedPut put = objects.presign(tenant, upload, config.uploadUrlValid());
    return HttpResponse.created(
        new UploadResponse.Created(
            upload.id().value(),
            put.url().toString(),
            "PUT",
            put.headers(),
            now.plus(config.uploadUrlValid())));
  }

  /// `.csv.gz`; `.data` where no format is given; empty where it is none of ours.
  private static Optional<String> ending(@org.jspecify.annotations.Nullable String format) {
    if (format == null) {
      return Optional.of(".data");
    }
    String plain = format;
    for (String packed : new String[] {".gz", ".zst"}) {
      if (plain.endsWith(packed)) {
        plain = plain.substring(0, plain.length() - packed.length());
        break;
      }
    }
    return FileFormat.of(plain).map(known -> "." + format);
  }

  @Get
  @Operation(summary = "List uploads", description = "The newest first.")
  UploadResponse.Page list(
      @Parameter(hidden = true) Principal principal,
      @QueryValue(defaultValue = "50") @Parameter(description = "How many at most, 1–100")
          int limit) {
    if (limit < 1 || limit > MOST) {
      throw Problems.invalid("limit", "must be from 1 to " + MOST);
    }
    return new UploadResponse.Page(
        uploads.newest(principal.tenant(), limit).stream()
            .map(upload -> UploadResponse.of(upload, clock.instant()))
            .toList());
  }

  @Get("/{id}")
  @Operation(summary = "How far an upload is, and what became of its rows")
  UploadResponse find(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The upload's id") String id) {
    return UploadResponse.of(upload(principal, id), clock.instant());
  }

  @Get(
      uri = "/{id}/report",
      produces = {MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
  @Operation(
      summary = "The quality report of an upload",
      description =
          "Counts, what was rejected for which reason, what the accepted rows look like, findings"
              + " with what to do about them, and the decision. A page for people where text/html is"
              + " asked for.")
  @ApiResponse(
      responseCode = "200",
      description = "The report",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = UploadReport.class)),
        @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = "string"))
      })
  HttpResponse<String> report(
      @Parameter(hidden = true) Principal principal,
      @Parameter(hidden = true) HttpRequest<?> request,
      @PathVariable @Parameter(description = "The upload's id") String id)
      throws IOException {
    Upload upload = upload(principal, id);
    String report =
        objects
            .text(principal.tenant(), upload.id(), UploadObjectStore.REPORT)
            .orElseThrow(
                () ->
                    Problems.notFound("report of this upload yet; it is " + upload.state().text()));
    if (!asksForPage(request)) {
      return HttpResponse.ok(report)
          .contentType(MediaType.APPLICATION_JSON_TYPE)
          .header("Vary", "Accept");
    }
    return HttpResponse.ok(ReportPage.of(json.readValue(report, Argument.of(UploadReport.class))))
        .contentType(MediaType.of("text/html;charset=utf-8"))
        .header("Content-Security-Policy", ReportPage.POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Vary", "Accept");
  }

  /// Whether a page is asked for before JSON, as browsers do.
  private static boolean asksForPage(HttpRequest<?> request) {
    return request.accept().stream()
        .map(MediaType::getName)
        .filter(type -> type.equals(MediaType.TEXT_HTML) || type.equals(MediaType.APPLICATION_JSON))
        .findFirst()
        .filter(MediaType.TEXT_HTML::equals)
        .isPresent();
  }

  @Get("/{id}/rejected")
  @Operation(
      summary = "Where to get the rejected rows of an upload",
      description =
          "Answers with a URL to GET them from for a few minutes, without further credentials: JSON"
              + " Lines, one object for each row, with line, reasons and row. 404 where none was"
              + " rejected.")
  UploadResponse.Rejected rejected(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The upload's id") String id) {
    Upload upload = upload(principal, id);
    Instant now = clock.instant();
    return objects
        .presignGet(
            principal.tenant(), upload.id(), UploadObjectStore.REJECTED, config.downloadUrlValid())
        .map(
            url -> new UploadResponse.Rejected(url.toString(), now.plus(config.downloadUrlValid())))
        .orElseThrow(
            () -> Problems.notFound("rejected row of this upload; it is " + upload.state().text()));
  }

  @Post("/{id}/approve")
  @Status(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Take an upload that is held for a person to decide",
      description =
          "Its file is read again and stored, whatever was found; ask for the upload to see how far"
              + " it is. May be asked again.")
  @ApiResponse(responseCode = "409", description = NOT_HELD)
  UploadResponse approve(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The upload's id") String id) {
    TenantId tenant = principal.tenant();
    Instant now = clock.instant();
    Upload upload = upload(principal, id);
    Upload approved = upload.approved(principal.subject(), now);
    if (upload.state() != UploadState.HELD || !uploads.decide(tenant, approved)) {
      approved = upload(principal, id);
      if (approved.state().rests() || !approved.approved()) {
        throw notHeld(approved);
      }
    }
    objects.put(
        tenant,
        upload.id(),
        UploadObjectStore.APPROVAL,
        "{\"upload_id\":\"%s\",\"approved_at\":\"%s\"}".formatted(upload.id(), now));
    return UploadResponse.of(approved, now);
  }

  @Post("/{id}/discard")
  @Operation(
      summary = "Drop an upload that is held for a person to decide",
      description = "Nothing of it is stored, now or later. Its report stays.")
  @ApiResponse(responseCode = "409", description = NOT_HELD)
  UploadResponse discard(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The upload's id") String id) {
    Upload upload = upload(principal, id);
    Upload discarded =
        upload.ended(UploadState.DISCARDED, upload.counts(), Optional.of("it was discarded"));
    if (upload.state() != UploadState.HELD || !uploads.decide(principal.tenant(), discarded)) {
      throw notHeld(upload(principal, id));
    }
    return UploadResponse.of(discarded, clock.instant());
  }

  private static ProblemException notHeld(Upload upload) {
    return Problems.conflict(
        "the upload is "
            + upload.state().text()
            + "; only one that is held can be approved or discarded");
  }

  private Upload upload(Principal principal, String id) {
    try {
      return uploads
          .find(principal.tenant(), new UploadId(id))
          .orElseThrow(() -> Problems.notFound("such upload"));
    } catch (IllegalArgumentException e) {
      throw Problems.notFound("such upload");
    }
  }
}
