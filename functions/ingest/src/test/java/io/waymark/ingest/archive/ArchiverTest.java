package io.waymark.ingest.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.files.Opened;
import io.waymark.files.Table;
import io.waymark.files.TableFile;
import io.waymark.files.TableRow;
import io.waymark.ingest.Instance;
import io.waymark.interactions.Cell;
import io.waymark.interactions.HistoryRow;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.TenantId;
import io.waymark.tenancy.UserId;
import io.waymark.tenancy.installation.Bucket;
import io.waymark.testing.AwsEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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
