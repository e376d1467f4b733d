package io.waymark.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.ingest.erasure.ErasedUsers;
import io.waymark.ingest.erasure.InMemoryErasures;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionParser;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.tenancy.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcceptedLinesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final ErasedUsers NOBODY = InMemoryErasures.none().soFar(new TenantId("shop"));
  private static final String HEAD = "user_id,item_id,interaction_type,timestamp\n";

  /// More than stand in a block.
  private static final int MANY = 70_000;

  @TempDir Path folder;

  @Test
  void passOverWhatIsBadOrSaidBefore() throws IOException {
    AcceptedLines lines =
        lines(
            "rows.csv",
            (HEAD
                    + "ada,i1,view,2026-01-01T00:00:00Z\n"
                    + ",i1,view,2026-01-01T00:00:00Z\n"
                    + "ada,i1,view,2026-01-01T00:00:00Z\n"
                    + "\"bob\",i2,view,2026-01-01T00:00:00Z\n"
                    + "ada,i2,view,2027-01-01T00:00:00Z\n"
                    + "bob,i2,view,2026-01-01T00:00:00Z\n"
                    + "eve,i1,view,\n")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(read(lines))
        .extracting(AcceptedLines.Line::line)
        .as("5 says what 4 does, another way; 6 is in the future")
        .containsExactly(2L, 5L, 8L);
    assertThat(read(lines)).as("as often as they are asked for").isEqualTo(read(lines));
  }

  @Test
  void goBeyondABlockAndThroughGzip() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (int row = 0; row < MANY; row++) {
      String line = "u" + row % 5_000 + ",i" + row % 7 + ",view," + (1_700_000_000L + row) + "\n";
      text.append(line);
      if (row % 1_000 == 999) {
        text.append(line);
      }
    }
    List<AcceptedLines.Line> read =
        read(lines("rows.csv.gz", gzip(text.toString().getBytes(StandardCharsets.UTF_8))));
    assertThat(read).hasSize(MANY);
    assertThat(read.stream().map(AcceptedLines.Line::line)).isSorted().doesNotHaveDuplicates();
    assertThat(read.stream().map(line -> line.interaction().timestamp().orElseThrow()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void areNoneWhereTheFileIsNoLongerTheSame() throws IOException {
    AcceptedLines lines =
        lines("rows.csv", (HEAD + "ada,i1,view,\n").getBytes(StandardCharsets.UTF_8));
    Files.writeString(lines.file(), "<html>");
    assertThatThrownBy(() -> read(lines)).isInstanceOf(IllegalStateException.class);
    Files.writeString(lines.file(), HEAD + "ada,i1,view,\nada,i2,view,\n");
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("rows.csv has 2 good rows now, and had 1");
  }

  @Test
  void areOldWhereAUserHasEnoughNewer() throws IOException {
    AcceptedLines lines =
        lines(
            "rows.csv",
            (HEAD
                    + "ada,i1,view,2026-01-03T00:00:00Z\n"
                    + "ada,i2,view,2026-01-02T00:00:00Z\n"
                    + "ada,i3,view,2026-01-02T00:00:00Z\n"
                    + "ada,i4,impression,2025-01-01T00:00:00Z\n"
                    + "ada,i5,impression,2025-01-01T00:00:00Z\n"
                    + "bob,i1,view,2020-01-01T00:00:00Z\n"
                    + "bob,i2,view,2020-01-01T00:00:00Z\n"
                    + "eve,i1,view,2026-02-28T00:00:00Z\n"
                    + "eve,i2,view,\n"
                    + "eve,i3,view,2026-02-27T00:00:00Z\n")
                .getBytes(StandardCharsets.UTF_8));
    assertThat(older(lines, 2))
        .as("of the same time the earlier line; what has no time is as new as the file")
        .containsExactly(3L, 11L);
    assertThat(older(lines, 1)).containsExactly(3L, 4L, 5L, 7L, 9L, 11L);
    assertThat(older(lines, 3)).isEmpty();
  }

  private List<Long> older(AcceptedLines lines, int most) throws IOException {
    LineSet older = OlderLines.of(lines, most, NOW, folder.resolve("times.parquet"));
    return read(lines).stream().map(AcceptedLines.Line::line).filter(older::contains).toList();
  }

  private AcceptedLines lines(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    InteractionParser parser = new InteractionParser(Clock.fixed(NOW, ZoneOffset.UTC));
    Readout readout =
        new InteractionReading(parser, Catalogue.EMPTY, NOBODY, NOW)
            .read(file, name, folder.resolve("rejected.jsonl"));
    if (readout instanceof Readout.Rows rows
        && rows.accepted() instanceof Readout.Accepted.Interactions(AcceptedLines lines)) {
      return lines;
    }
    throw new IllegalStateException(readout.toString());
  }

  private static List<AcceptedLines.Line> read(AcceptedLines lines) {
    List<AcceptedLines.Line> all = new ArrayList<>();
    try (AcceptedLines.Reader rows = lines.read()) {
      while (rows.next()) {
        Interaction row = rows.block().interaction(rows.row());
        assertThat(rows.whole()).isEqualTo(new AcceptedLines.Line(rows.line(), row));
        all.add(rows.whole());
      }
    }
    return all;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    return packed.toByteArray();
  }
}
