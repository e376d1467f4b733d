package io.waymark.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.files.InteractionFile.Outcome;
import io.waymark.interactions.InteractionParser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InteractionFileTest {
  private final InteractionParser parser =
      new InteractionParser(Clock.fixed(Instant.parse("2026-03-01T00:00:00Z"), ZoneOffset.UTC));

  @TempDir Path folder;

  @Test
  void handsOnEveryRowWithWhatBecameOfIt() throws IOException {
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
    List<Outcome> rows = new ArrayList<>();
    assertThat(InteractionFile.read(file, parser, rows::add)).isEmpty();
    assertThat(rows).extracting(Outcome::line).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(rows)
        .extracting(InteractionFileTest::text)
        .containsExactly(
            "u1", "item_id_missing", "timestamp_in_future", "row_too_few_fields", "u2");
    assertThat(((Outcome.Rejected) rows.get(1)).json())
        .isEqualTo("{\"user_id\":\"u1\",\"timestamp\":\"2026-02-01T00:00:01Z\"}");
    assertThat(((Outcome.Rejected) rows.get(3)).json()).isEqualTo("\"u1\"");
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Accepted good -> good.interaction().user().value();
      case Outcome.Rejected bad -> bad.reasons().getFirst().key();
      case Outcome.Unreadable broken -> broken.refusal().message();
    };
  }

  @Test
  void refusesWhatIsNoTable() throws IOException {
    Path file = Written.text(folder, "events.csv", "a,b\n1,2\n");
    assertThat(InteractionFile.read(file, parser, each -> {}).orElseThrow().message())
        .startsWith("has no column user_id");
  }
}
