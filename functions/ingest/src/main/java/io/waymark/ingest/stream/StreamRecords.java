package io.waymark.ingest.stream;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import io.waymark.edge.resilience.OpenBreakerException;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.edge.telemetry.Metric;
import io.waymark.ingest.event.EventOutcome;
import io.waymark.ingest.event.IncomingEvent;
import io.waymark.ingest.event.Interactions;
import io.waymark.ingest.event.JsonEvents;
import io.waymark.ingest.removal.DeletedTenants;
import io.waymark.interactions.RejectionReason;
import io.waymark.tenancy.StoreUnavailableException;
import io.waymark.tenancy.TenantId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a shard's records in their order. A record is one event with the `tenant_id` it belongs
/// to, under the partition key `tenant#user`. One that can never be stored goes to the dead
/// letters, and so does one that we stumble over; at the first that could be stored but was not,
/// the rest is left for redelivery.
@Singleton
public final class StreamRecords {
  private static final Logger LOG = LoggerFactory.getLogger(StreamRecords.class);
  private static final Argument<JsonNode> TREE = Argument.of(JsonNode.class);

  private static final List<RejectionReason> ERASED = List.of(EventOutcome.Erased.REASON);
  private static final List<RejectionReason> DELETED =
      List.of(new RejectionReason("tenant_id", "deleted", "was deleted"));

  private final Interactions interactions;
  private final DeadLetterStore deadLetters;
  private final DeletedTenants deleted;
  private final JsonMapper json;
  private final Measurements measurements;

  public StreamRecords(
      Interactions interactions,
      DeadLetterStore deadLetters,
      DeletedTenants deleted,
      JsonMapper json,
      Measurements measurements) {
    this.interactions = interactions;
    this.deadLetters = deadLetters;
    this.deleted = deleted;
    this.json = json;
    this.measurements = measurements;
  }

  /// Takes a batch.
  ///
  /// @return the sequence number from which Kinesis must deliver again; empty where all is done
  public Optional<String> take(List<StreamRecord> batch) {
    for (StreamRecord record : batch) {
      try {
        take(record);
      } catch (StoreUnavailableException e) {
        LOG.warn("stopping before {}: {}", record.eventId(), e.getMessage());
        OpenBreakerException.waitOut(e);
        return Optional.of(record.sequenceNumber());
      }
    }
    return Optional.empty();
  }

  private void take(StreamRecord record) {
    switch (read(record)) {
      case Addressed.To to -> accept(record, to).ifPresent(letter -> keep(to.tenant, letter));
      case Addressed.Nowhere nowhere -> keep(nowhere.tenant, letter(record, nowhere.reasons));
    }
  }

  /// Counts what is kept, so that whoever watches the stage hears of it; but not what comes late of
  /// an erased user or a deleted tenant, of which nothing is wrong and nothing may be kept.
  private void keep(TenantId tenant, DeadLetter letter) {
    if (letter.reasons().equals(ERASED)) {
      deadLetters.keep(tenant, letter);
    } else if (!tenant.equals(TenantId.PLATFORM) && deleted.contains(tenant)) {
      deadLetters.keep(tenant, new DeadLetter(letter.eventId(), "", "", DELETED));
    } else {
      deadLetters.keep(tenant, letter);
      measurements.count(Metric.POISON_RECORDS);
    }
  }

  /// Takes a dead letter of `tenant` again, as the record that it was: its event has the same id,
  /// so that it is stored once however often it is replayed. It arrives anew: what was in the
  /// future then may not be so now; where it does not say when it happened, it did when it was
  /// kept. The letter stays as it is.
  ///
  /// @throws StoreUnavailableException where it could be stored but was not
  public Replayed replay(TenantId tenant, KeptLetter kept) {
    DeadLetter letter = kept.letter();
    if (letter.payload().isEmpty()) {
      return new Replayed.Rejected(letter.reasons());
    }
    StreamRecord record =
        new StreamRecord(
            letter.eventId(), "", letter.partitionKey(), Instant.EPOCH, letter.payload());
    return switch (read(record)) {
      case Addressed.Nowhere nowhere -> new Replayed.Rejected(nowhere.reasons());
      case Addressed.To to ->
          to.tenant.equals(tenant)
              ? replay(to, kept.keptAt())
              : new Replayed.Rejected(
                  List.of(new RejectionReason("tenant_id", "foreign", "is another tenant's")));
    };
  }

  private Replayed replay(Addressed.To to, Instant keptAt) {
    try {
      return switch (interactions.again(to.tenant, to.event, keptAt)) {
        case EventOutcome.Accepted _ -> new Replayed.Accepted();
        case EventOutcome.Duplicate _ -> new Replayed.Duplicate();
        case EventOutcome.Rejected rejected -> new Replayed.Rejected(rejected.reasons());
        case EventOutcome.Erased _ -> new Replayed.Rejected(List.of(EventOutcome.Erased.REASON));
      };
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException bug) {
      LOG.error("a dead letter cannot be replayed", bug);
      return new Replayed.Rejected(List.of(failed(bug)));
    }
  }

  private static RejectionReason failed(RuntimeException bug) {
    return new RejectionReason("record", "failed", "could not be handled: " + bug);
  }

  /// What to keep of a record that can never be stored; empty where it is stored.
  private Optional<DeadLetter> accept(StreamRecord record, Addressed.To to) {
    try {
      return switch (interactions.accept(to.tenant, to.event, record.arrivedAt())) {
        case EventOutcome.Accepted _, EventOutcome.Duplicate _ -> Optional.empty();
        case EventOutcome.Rejected rejected -> Optional.of(letter(record, rejected.reasons()));
        // Key and payload name the user.
        case EventOutcome.Erased _ -> Optional.of(new DeadLetter(record.eventId(), "", "", ERASED));
      };
    } catch (StoreUnavailableException e) {
      throw e;
    } catch (RuntimeException bug) {
      // Delivered again it would fail again, and hold up every tenant of its shard.
      LOG.error("record {} goes to the dead letters", record.eventId(), bug);
      return Optional.of(letter(record, List.of(failed(bug))));
    }
  }

  private Addressed read(StreamRecord record) {
    JsonNode node;
    try {
      node = Optional.ofNullable(json.readValue(record.data(), TREE)).orElse(JsonNode.nullNode());
    } catch (IOException e) {
      return nowhere(TenantId.PLATFORM, "record", "is not JSON");
    }
    TenantId tenant;
    try {
      tenant = new TenantId(node.isObject() ? JsonEvents.text(node, "tenant_id").orElse("") : "");
    } catch (IllegalArgumentException e) {
      return nowhere(TenantId.PLATFORM, "tenant_id", "is missing or not the id of a tenant");
    }
    String user = JsonEvents.text(node, "user_id").orElse("");
    if (!record.partitionKey().equals(tenant + "#" + user)) {
      return nowhere(tenant, "partition_key", "is not the record's tenant_id#user_id");
    }
    return switch (JsonEvents.read(node, IncomingEvent.derivedId(record.eventId(), 0))) {
      case JsonEvents.Read.Event read -> new Addressed.To(tenant, read.event());
      case JsonEvents.Read.NoEvent none -> new Addressed.Nowhere(tenant, none.reasons());
    };
  }

  private static Addressed nowhere(TenantId tenant, String field, String message) {
    return new Addressed.Nowhere(tenant, List.of(new RejectionReason(field, "invalid", message)));
  }

  private static DeadLetter letter(StreamRecord record, List<RejectionReason> reasons) {
    return new DeadLetter(record.eventId(), record.partitionKey(), record.payload(), reasons);
  }

  private sealed interface Addressed {
    record To(TenantId tenant, IncomingEvent event) implements Addressed {}

    record Nowhere(TenantId tenant, List<RejectionReason> reasons) implements Addressed {}
  }
}
