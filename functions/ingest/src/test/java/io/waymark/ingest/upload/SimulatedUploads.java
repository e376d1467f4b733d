package io.waymark.ingest.upload;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.json.JsonMapper;
import io.waymark.edge.telemetry.Measurements;
import io.waymark.eventsource.simulator.AsynchronousConfig;
import io.waymark.eventsource.simulator.Balance;
import io.waymark.eventsource.simulator.Faults;
import io.waymark.eventsource.simulator.Instances;
import io.waymark.eventsource.simulator.Item;
import io.waymark.eventsource.simulator.Ledger;
import io.waymark.eventsource.simulator.SimulatedBucket;
import io.waymark.eventsource.simulator.SimulatedFunction;
import io.waymark.eventsource.simulator.SimulatedQueue;
import io.waymark.eventsource.simulator.Simulation;
import io.waymark.eventsource.simulator.Violation;
import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.IngestConfig;
import io.waymark.ingest.SimulatedHandlers;
import io.waymark.ingest.quality.Counts;
import io.waymark.ingest.quality.QualityThresholds;
import io.waymark.ingest.quality.Thresholds;
import io.waymark.interactions.Cell;
import io.waymark.model.catalogue.InMemoryCatalogueStore;
import io.waymark.tenancy.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One run of the uploads' handler on the simulator: files of two tenants, some of whose events
/// stand in several of them.
final class SimulatedUploads {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final List<TenantId> TENANTS =
      List.of(new TenantId("shop"), new TenantId("rival"));
  private static final List<String> BAD_ROWS =
      List.of(
          "%s,,view,2026-01-01T00:00:00Z,",
          ",i,view,2026-01-01T00:00:00Z,",
          "%s,i,view,noon,",
          "%s,i,view,2999-01-01T00:00:00Z,",
          "%s,i,view,1980-01-01T00:00:00Z,");

  private final Simulation simulation;
  private final InMemoryStores stores = new InMemoryStores();
  private final Ledger ledger = new Ledger();
  private final SimulatedQueue queue;
  private final SimulatedBucket bucket;
  private final Map<String, SimulatedBucket.Stored> put = new LinkedHashMap<>();
  private final Path folder;

  SimulatedUploads(long seed, Faults faults, Path folder) {
    this.simulation = new Simulation(seed, faults, START);
    this.folder = folder;
    stores.crash(
        Crashes.where(
            () -> {
              boolean _ = simulation.write("a write", () -> true);
            }));
    SimulatedFunction function = SimulatedHandlers.uploads(examination());
    this.queue =
        new SimulatedQueue(
            simulation,
            AsynchronousConfig.DEFAULT,
            new Instances(simulation, Duration.ofMinutes(15), () -> function));
    this.bucket = new SimulatedBucket(simulation, "data", queue::accept);
  }

  private Examination examination() {
    IngestConfig config = IngestConfig.defaults();
    Clock clock = simulation.clock();
    Leases leases = new Leases(clock, Optional.empty());
    UploadClaims claims =
        new UploadClaims(stores.uploadStore(), stores.acceptedStore(), leases, clock);
    Turns turns = new Turns(claims, clock, simulation::pause);
    return new Examination(
        stores.uploadStore(),
        stores.objectStore(),
        stores.acceptedStore(),
        claims,
        leases,
        turns,
        new InMemoryCatalogueStore(),
        new InteractionStoring(
            stores.bulkStore(),
            claims,
            turns,
            stores.userKeyStore(),
            stores.acceptedStore(),
            stores.erasures(),
            config),
        stores.erasures(),
        config,
        new Thresholds(QualityThresholds.defaults(), stores.thresholdStore()),
        clock,
        JsonMapper.createDefault(),
        Measurements.NONE);
  }

  /// Puts so many files within some minutes, and runs until all has come to rest.
  List<String> run(int files, int rows) {
    for (int at = 0; at < files; at++) {
      TenantId tenant = TENANTS.get(simulation.below(TENANTS.size()));
      UploadId id = new UploadId("upload-" + at);
      String content = content(tenant, id, rows);
      simulation.after(simulation.upTo(Duration.ofMinutes(3)), () -> put(tenant, id, content));
    }
    return simulation.run();
  }

  private void put(TenantId tenant, UploadId id, String content) {
    Upload upload =
        Upload.waiting(
            id,
            UploadKind.INTERACTIONS,
            "interactions.csv",
            content.length(),
            simulation.now().minusSeconds(1));
    stores.uploads.put(tenant + "/" + id, upload);
    stores.objects.put(
        InMemoryStores.key(tenant, id, upload.file()), content.getBytes(StandardCharsets.UTF_8));
    String key = "uploads/" + tenant + "/" + id + "/interactions.csv";
    put.put(tenant + "/" + id, bucket.put(key, content));
  }

  private String content(TenantId tenant, UploadId id, int rows) {
    StringBuilder text = new StringBuilder("user_id,item_id,interaction_type,timestamp,event_id\n");
    for (int at = 0; at < rows; at++) {
      String user = "u" + simulation.below(rows);
      String record = tenant + "/" + id + "/" + (at + 2);
      if (simulation.by(.04)) {
        String bad = BAD_ROWS.get(simulation.below(BAD_ROWS.size()));
        text.append(bad.formatted(user)).append('\n');
        ledger.accepted(new Item(record, tenant.value(), record, record, record));
      } else {
        String event = "e" + simulation.below(3 * rows);
        String item = tenant + "-" + event;
        text.append(user).append(',').append(item);
        text.append(",view,2026-02-01T00:00:00Z,").append(event).append('\n');
        ledger.accepted(new Item(record, tenant.value(), record, event, item));
      }
    }
    return text.toString();
  }

  /// Has what was given up delivered again, in calm.
  void deliverGivenUpAgain() {
    simulation.calm();
    stores.uploads.forEach(
        (name, upload) -> {
          SimulatedBucket.Stored stored = put.get(name);
          if (stored != null && !upload.state().rests()) {
            queue.accept(bucket.event(stored));
          }
        });
    List<String> _ = simulation.run();
  }

  /// Which uploads have ended by what they were given, neither given up nor held.
  List<UploadState> states() {
    return stores.uploads.values().stream().map(Upload::state).toList();
  }

  int givenUp() {
    return queue.dead().size();
  }

  /// What the function counted, in all.
  Counts counts() {
    Counts all = Counts.NONE;
    for (Upload each : stores.uploads.values()) {
      all =
          new Counts(
              all.read() + each.counts().read(),
              all.accepted() + each.counts().accepted(),
              all.duplicate() + each.counts().duplicate(),
              all.rejected() + each.counts().rejected());
    }
    return all;
  }

  Balance balance() {
    return ledger.balance();
  }

  /// Reads what is stored, and judges it.
  List<Violation> judge() throws IOException {
    for (Map.Entry<String, byte[]> file : stores.accepted.entrySet()) {
      String tenant = file.getKey().substring(0, file.getKey().indexOf('/'));
      Path parquet = Files.write(folder.resolve("accepted.parquet"), file.getValue());
      try (Table table =
          ((Opened.Ready) TableFile.open(parquet, List.of("event_id", "item_id"))).table()) {
        for (Optional<TableRow> row = table.next(); row.isPresent(); row = table.next()) {
          TableRow.Row read = (TableRow.Row) row.get();
          ledger.applied(tenant, text(read.cell("event_id")), text(read.cell("item_id")));
        }
      }
    }
    ObjectMapper json = new ObjectMapper();
    for (Map.Entry<String, byte[]> object : stores.objects.entrySet()) {
      if (object.getKey().endsWith("/" + UploadObjectStore.REJECTED)) {
        String upload = object.getKey().substring(0, object.getKey().lastIndexOf('/'));
        for (String line : new String(object.getValue(), StandardCharsets.UTF_8).split("\n")) {
          ledger.quarantined(upload + "/" + json.readTree(line).path("line").asInt());
        }
      }
    }
    stores.uploads.forEach(
        (name, upload) ->
            upload
                .lease()
                .filter(lease -> !upload.state().rests() && lease.alive(simulation.now()))
                .ifPresent(_ -> ledger.leased(name)));
    return ledger.judge(Ledger.Rule.EVERY);
  }

  /// Tenants of the rows that histories hold, with the items that are another's.
  List<String> strayHistories() {
    List<String> stray = new ArrayList<>();
    stores.histories.forEach(
        (key, row) -> {
          if (!row.interaction().item().value().startsWith(row.tenant() + "-")) {
            stray.add(key);
          }
        });
    return stray;
  }

  private static String text(Cell cell) {
    return cell instanceof Cell.Text text ? text.value() : cell.toString();
  }
}
