package io.waymark.recommend.answers;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.ProblemException;
import io.waymark.edge.Problems;
import io.waymark.recommend.catalogue.Offers;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Recommendations over HTTP.
@Controller("/api/v1")
@Secured(Scope.Names.RECOMMEND_READ)
@Tag(name = "Recommendations")
final class RecommendController {
  private static final int MAX_BATCH = 100;
  private static final String COUNT = "How many, 1–100; 10 where left out";
  private static final String FILTER = "CEL over the item's attributes, like `item.price < 50.0`";
  private static final String WINDOW =
      "Only the newest days of what the model was trained on, 1–30";
  private static final String HALF_LIFE = "Days after which a choice counts half, 0.1–365";
  private static final String FIELDS = "Attributes of the catalogue to send along with each item";

  private final Responses responses;
  private final Offers offers;

  RecommendController(Responses responses, Offers offers) {
    this.responses = responses;
    this.offers = offers;
  }

  @Operation(summary = "Items for one user or guest, similar to some, or popular")
  @Post("/recommend")
  RecommendResponse recommend(
      @Parameter(hidden = true) Principal principal, @Body RecommendRequest request) {
    return responses.respond(principal.tenant(), request);
  }

  @Operation(summary = "Up to 100 requests at once; a result or a problem for each")
  @Post("/recommend/batch")
  BatchResponse batch(@Parameter(hidden = true) Principal principal, @Body BatchRequest batch) {
    if (batch.tenantId() != null && !batch.tenantId().equals(principal.tenant().value())) {
      throw Problems.foreignTenant();
    }
    List<@Nullable RecommendRequest> requests =
        batch.requests() == null ? List.of() : batch.requests();
    if (requests.isEmpty() || requests.size() > MAX_BATCH) {
      throw Problems.invalid("requests", "must have 1-" + MAX_BATCH + " entries");
    }
    return new BatchResponse(
        requests.stream().map(request -> entry(principal.tenant(), request)).toList());
  }

  @Operation(summary = "Items similar to one")
  @Get("/items/{id}/similar")
  RecommendResponse similar(
      @Parameter(hidden = true) Principal principal,
      @PathVariable @Parameter(description = "The item's id") String id,
      @Parameter(description = COUNT) @Nullable @QueryValue Integer count,
      @Parameter(description = FILTER) @Nullable @QueryValue String filter,
      @Parameter(description = FIELDS) @Nullable @QueryValue List<String> fields) {
    RecommendResponse response =
        responses.respond(principal.tenant(), RecommendRequest.similar(id, count, filter, fields));
    boolean offered =
        offers
            .of(principal.tenant())
            .map(offer -> offer.catalogue().contains(new ItemId(id)))
            .orElse(true);
    boolean inModel =
        response.recommendations().stream().anyMatch(item -> item.source().equals("similar"));
    if (!offered && !inModel) {
      throw Problems.notFound("item " + id);
    }
    return response;
  }

  @Operation(summary = "What is popular right now")
  @Get("/trending")
  RecommendResponse trending(
      @Parameter(hidden = true) Principal principal,
      @Parameter(description = COUNT) @Nullable @QueryValue Integer count,
      @Parameter(description = WINDOW) @Nullable @QueryValue("window_days") Integer windowDays,
      @Parameter(description = HALF_LIFE) @Nullable @QueryValue("half_life_days")
          Double halfLifeDays,
      @Parameter(description = FILTER) @Nullable @QueryValue String filter,
      @Parameter(description = FIELDS) @Nullable @QueryValue List<String> fields) {
    return responses.respond(
        principal.tenant(),
        RecommendRequest.trending(count, windowDays, halfLifeDays, filter, fields));
  }

  /// One broken request of a batch is its own problem.
  private BatchResponse.Entry entry(TenantId tenant, @Nullable RecommendRequest request) {
    try {
      if (request == null) {
        throw Problems.invalid("requests", "must not hold null");
      }
      return new BatchResponse.Entry(200, responses.respond(tenant, request), null);
    } catch (ProblemException problem) {
      return new BatchResponse.Entry(
          problem.status().getCode(),
          null,
          new BatchResponse.Problem(
              problem.status().getReason(), problem.detail(), problem.errors()));
    } catch (StoreUnavailableException down) {
      return new BatchResponse.Entry(
          503,
          null,
          new BatchResponse.Problem(
              "Service Unavailable", String.valueOf(down.getMessage()), List.of()));
    }
  }
}
