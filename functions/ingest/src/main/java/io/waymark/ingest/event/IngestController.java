package io.waymark.ingest.event;

import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import io.waymark.edge.Problems;
import io.waymark.edge.idempotency.IdempotencyKey;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.Principal;
import io.waymark.tenancy.Scope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `POST /data/ingest`: one event, or up to 500.
@Controller("/api/v1/data/ingest")
@Secured(Scope.Names.EVENTS_WRITE)
@Tag(name = "Events")
final class IngestController {
  private static final int MOST_EVENTS = 500;

  /// Written fifty to a transaction; API Gateway waits 29 s.
  private static final int MOST_ROWS = 500;

  private static final int MOST_BYTES = 5 << 20;
  private static final Argument<JsonNode> TREE = Argument.of(JsonNode.class);
  private static final String EVENTS = "events";

  private final Interactions interactions;
  private final JsonMapper json;

  IngestController(Interactions interactions, JsonMapper json) {
    this.interactions = interactions;
    this.json = json;
  }

  @Post
  @Status(HttpStatus.ACCEPTED)
  @Operation(
      summary = "Send one event or up to 500",
      description =
          "Durable before the answer. A bad event is refused alone, with every field that is wrong."
              + " An impression counts once for each of its items."
              + " Sent again with the same event_id, or the same Idempotency-Key, it is a duplicate.")
  @RequestBody(content = @Content(schema = @Schema(oneOf = {EventBody.class, EventsBody.class})))
  HttpResponse<IngestResponse> ingest(
      @Parameter(hidden = true) Principal principal,
      @Body byte[] body,
      @Header("Idempotency-Key")
          @Parameter(
              description =
                  "1 to 255 characters of your own; events without an event_id are recognized by it"
                      + " and their place in the request")
          @Nullable String idempotencyKey) {
    if (body.length > MOST_BYTES) {
      throw Problems.tooLarge("a body may have 5 MiB; send fewer events at once");
    }
    String base =
        idempotencyKey == null
            ? UUID.randomUUID().toString()
            : "key " + new IdempotencyKey(idempotencyKey).value();
    JsonNode root = parse(body);
    List<JsonNode> events = events(root);
    requireOwnTenant(principal, root);
    events.forEach(event -> requireOwnTenant(principal, event));
    return HttpResponse.accepted().body(accept(principal, events, base));
  }

  private IngestResponse accept(Principal principal, List<JsonNode> nodes, String base) {
    List<IncomingEvent> readable = new ArrayList<>(nodes.size());
    List<JsonEvents.Read> reads = new ArrayList<>(nodes.size());
    for (int at = 0; at < nodes.size(); at++) {
      EventId fallback = IncomingEvent.derivedId(base, at);
      JsonEvents.Read read = JsonEvents.read(nodes.get(at), fallback);
      reads.add(read);
      if (read instanceof JsonEvents.Read.Event(IncomingEvent event)) {
        readable.add(event);
      }
    }
    int rows = readable.stream().mapToInt(IncomingEvent::rows).sum();
    if (rows > MOST_ROWS) {
      throw Problems.tooLarge(
          "the events come to "
              + rows
              + " rows, one for each item of an impression; send at most "
              + MOST_ROWS
              + " at once");
    }
    List<EventOutcome> stored = interactions.accept(principal.tenant(), readable);
    List<EventOutcome> outcomes = new ArrayList<>(nodes.size());
    int next = 0;
    for (JsonEvents.Read read : reads) {
      outcomes.add(
          switch (read) {
            case JsonEvents.Read.Event event -> stored.get(next++);
            case JsonEvents.Read.NoEvent none ->
                new EventOutcome.Rejected(none.id(), none.reasons());
          });
    }
    return IngestResponse.of(outcomes);
  }

  private JsonNode parse(byte[] body) {
    try {
      JsonNode root = json.readValue(body, TREE);
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (IOException e) {
      throw Problems.invalid("body", "is not valid JSON");
    }
    throw Problems.invalid("body", "must be an event or {\"events\": […]}");
  }

  private static List<JsonNode> events(JsonNode root) {
    @Nullable JsonNode list = root.get(EVENTS);
    if (list == null) {
      return List.of(root);
    }
    for (Map.Entry<String, JsonNode> entry : root.entries()) {
      if (!entry.getKey().equals(EVENTS) && !entry.getKey().equals(JsonEvents.TENANT_ID)) {
        throw Problems.invalid(entry.getKey(), "is not a field beside events");
      }
    }
    if (!list.isArray() || list.size() == 0) {
      throw Problems.invalid(EVENTS, "must be a list of 1 to " + MOST_EVENTS + " events");
    }
    if (list.size() > MOST_EVENTS) {
      throw Problems.tooLarge(
          "events has " + list.size() + " events; send at most " + MOST_EVENTS + " at once");
    }
    List<JsonNode> events = new ArrayList<>(list.size());
    list.values().forEach(events::add);
    return events;
  }

  private static void requireOwnTenant(Principal principal, JsonNode node) {
    if (!node.isObject()) {
      return;
    }
    @Nullable JsonNode tenant = node.get(JsonEvents.TENANT_ID);
    if (tenant != null
        && !(tenant.isString() && tenant.getStringValue().equals(principal.tenant().value()))) {
      throw Problems.foreignTenant();
    }
  }
}
