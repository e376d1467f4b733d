package io.waymark.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.edge.Parameters;
import io.waymark.edge.WaymarkConfig;
import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.Instance;
import io.waymark.ingest.outcomes.LateNames;
import io.waymark.ingest.outcomes.ToldRow;
import io.waymark.interactions.Cell;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.model.answers.Placement;
import io.waymark.model.answers.RecommendationIds;
import io.waymark.model.outcomes.ListGroup;
import io.waymark.model.outcomes.OutcomeCounts;
import io.waymark.model.outcomes.OutcomeStore;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.tenancy.installation.Handler;
import io.waymark.testing.AwsEvents;
import io.waymark.testing.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ArchiverTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00.123Z");

  private final Instance instance = Instance.shared();
  private final TenantId tenant = instance.newCaller().tenant();
  private final TenantId other = instance.newCaller().tenant();

  @TempDir Path folder;

  @Test
  @DisplayName("I12: one file for a window, however often it is delivered")
  void writesWhatNoFileBrought() throws IOException {
    Map<String, AttributeValue> broken = new HashMap<>(row(tenant, "e9", false).toItem());
    broken.remove("user");
    String window =
        AwsEvents.dynamoInserts(
            List.of(
                row(tenant, "e1", false).toItem(),
                row(tenant, "e2", true).toItem(),
                row(other, "e3", false).toItem(),
                broken));
    assertThat(instance.archive(window)).contains("\"batchItemFailures\":[]");
    List<String> keys = Instance.keys(Bucket.TRAINING_DATA, tenant + "/");
    assertThat(keys).hasSize(1);
    assertThat(keys.getFirst()).matches(tenant + "/interactions/stream-[0-9a-f]+-1-4\\.parquet");
    instance.archive(window);
    assertThat(Instance.keys(Bucket.TRAINING_DATA, tenant + "/")).isEqualTo(keys);
    assertThat(Instance.keys(Bucket.TRAINING_DATA, other + "/")).hasSize(1);

    Path file = folder.resolve("stored.parquet");
    Files.write(file, Instance.object(Bucket.TRAINING_DATA, keys.getFirst()));
    try (Table table = ((Opened.Ready) TableFile.open(file, List.of("user_key"))).table()) {
      TableRow.Row row = (TableRow.Row) table.next().orElseThrow();
      assertThat(row.cell("event_id")).isEqualTo(new Cell.Text("e1"));
      assertThat(row.cell("timestamp")).isEqualTo(new Cell.Moment(TIME));
      assertThat(((Cell.Text) row.cell("user_key")).value()).hasSize(22);
      assertThat(table.next()).isEmpty();
    }
  }

  @Test
  void takesAnEmptyWindow() {
    assertThat(instance.archive("{\"Records\": []}")).contains("\"batchItemFailures\":[]");
  }

  @Test
  @DisplayName("I28: an accepted event counts for its list, once; one of an erased user does not")
  void countsForTheListsThatEventsTellOf() {
    Caller caller = instance.newCaller();
    RecommendationIds names =
        new LateNames(
                instance.bean(Handler.INGEST_ARCHIVER, WaymarkConfig.class),
                instance.bean(Handler.INGEST_ARCHIVER, Parameters.class))
            .get();
    String name = ToldRow.name(names, caller.tenant(), Placement.CART, 9, TIME);
    String event =
        """
        {"user_id": "u1", "item_id": "i1", "interaction_type": "click", "event_id": "e1",
         "timestamp": "%s", "recommendation_id": "%s"}
        """
            .formatted(TIME, name);
    assertThat(instance.post(caller, "/api/v1/data/ingest", event).number("accepted")).isEqualTo(1);
    Map<String, AttributeValue> accepted =
        new ToldRow(caller.tenant(), "e1", "click", name, TIME).row().toItem();
    Map<String, AttributeValue> erased =
        new ToldRow(caller.tenant(), "e2", "click", name, TIME).row().toItem();
    for (List<Map<String, AttributeValue>> window :
        List.of(List.of(accepted, erased), List.of(accepted), List.of(erased))) {
      assertThat(instance.archive(AwsEvents.dynamoInserts(window)))
          .contains("\"batchItemFailures\":[]");
    }
    LocalDate day = LocalDate.parse("2026-01-31");
    assertThat(
            instance
                .bean(Handler.INGEST_ARCHIVER, OutcomeStore.class)
                .between(caller.tenant(), day, day))
        .isEqualTo(Map.of(new ListGroup(day, Placement.CART, 9), new OutcomeCounts(0, 1, 0, 0)));
  }

  private static HistoryRow row(TenantId tenant, String id, boolean archived) {
    return new HistoryRow(
        tenant,
        new EventId(id),
        TIME,
        new Interaction(
            new UserId("u1"),
            new ItemId("i1"),
            InteractionType.VIEW,
            Optional.of(TIME),
            InteractionDetails.NONE,
            Optional.of(new EventId(id))),
        archived,
        Optional.empty());
  }
}
