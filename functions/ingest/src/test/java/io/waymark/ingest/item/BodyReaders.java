package io.waymark.ingest.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.waymark.edge.ProblemException;
import io.waymark.ingest.event.IncomingEvent;
import io.waymark.ingest.event.JsonEvents;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.ParsedInteraction;
import io.waymark.model.catalogue.CatalogueItem;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.testing.fuzz.FuzzedReader;
import io.waymark.testing.fuzz.FuzzedReader.Answer;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/// What reads bodies of requests and records of the stream that strangers wrote.
public final class BodyReaders implements FuzzedReader.All {
  private static final TenantId TENANT = new TenantId("demo");
  private static final JsonMapper MAPPER = JsonMapper.createDefault();
  private static final InteractionParser PARSER =
      new InteractionParser(Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC));

  private static final String ITEM =
      """
      {"tenant_id": "demo", "item_id": "a", "name": "x", "category": "", "price": 19.90,
       "tags": ["y", "z"], "brand": null, "colour": 5, "sizes": [1, {"eu": 42}]}
      """;
  private static final List<String> EVENTS =
      List.of(
          """
          {"tenant_id": "demo", "user_id": "u1", "item_id": "a", "interaction_type": "view",
           "timestamp": "2026-01-31T12:00:00Z", "rating": 4.5, "value": 1e3, "event_id": "e1"}
          """,
          """
          {"user_id": 7, "interaction_type": "impression", "item_ids": ["a", 5, null, [1]],
           "recommendation_id": "r", "position": 3, "duration_seconds": 0.5}
          """);

  /// For a class that is looked up by its name.
  public BodyReaders() {}

  @Override
  public List<FuzzedReader> readers() {
    return List.of(
        FuzzedReader.ofText(
            "item-body",
            List.of(ITEM.getBytes(UTF_8)),
            Set.of(ProblemException.class),
            BodyReaders::item),
        FuzzedReader.ofText(
            "event-body",
            EVENTS.stream().map(text -> text.getBytes(UTF_8)).toList(),
            // What is no JSON is told of by whoever has the body.
            Set.of(IOException.class),
            BodyReaders::event));
  }

  private static Answer item(byte[] input) {
    return switch (ItemBody.parse(TENANT, new ItemId("a"), new String(input, UTF_8))) {
      case CatalogueItem.Parsed.Accepted _ -> Answer.READ;
      case CatalogueItem.Parsed.Rejected _ -> Answer.REFUSED;
    };
  }

  private static Answer event(byte[] input) throws IOException {
    JsonNode node = MAPPER.readValue(input, Argument.of(JsonNode.class));
    if (node == null) {
      return Answer.REFUSED;
    }
    return switch (JsonEvents.read(node, IncomingEvent.derivedId("fuzz", 0))) {
      case JsonEvents.Read.NoEvent _ -> Answer.REFUSED;
      case JsonEvents.Read.Event(IncomingEvent event) ->
          switch (PARSER.parse(event.fields())) {
            case ParsedInteraction.Accepted _ -> Answer.READ;
            case ParsedInteraction.Rejected _ -> Answer.REFUSED;
          };
    };
  }
}
