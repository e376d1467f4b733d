package io.waymark.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionFileTest {
  private final InteractionParser parser =
      new InteractionParser(Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC));

  @TempDir Path folder;

  @Test
  void handsOnTheGoodRowsAndCountsTheRest() throws IOException {
    Path file =
        Written.text(
            folder,
            "events.csv",
            """
            user_id,item_id,timestamp
            u1,i1,2026-02-01T00:00:00Z
            u1,,2026-02-01T00:00:01Z
            u1,i2,2027-02-01T00:00:00Z
            u1
            u2,i2,
            """);
    List<Interaction> read = new ArrayList<>();
    assertThat(InteractionFile.read(file, parser, read::add))
        .isEqualTo(
            new InteractionFile.Summary.Read(
                5,
                2,
                Map.of(
                    "item_id_missing", 1L, "timestamp_in_future", 1L, "row_too_few_fields", 1L)));
    assertThat(read).extracting(each -> each.user().value()).containsExactly("u1", "u2");
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    Path file = Written.text(folder, "events.csv", "a,b\n1,2\n");
    InteractionFile.Summary summary = InteractionFile.read(file, parser, each -> {});
    assertThat(((InteractionFile.Summary.Refused) summary).refusal().message())
        .startsWith("has no column user_id");
  }
}
