package io.waymark.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DayFileTest {
  private static final LocalDate DAY = LocalDate.parse("2026-01-31");
  private static final Instant NEWEST = Instant.parse("2026-01-31T23:59:59.123Z");
  private static final List<ParquetColumn> COLUMNS =
      List.of(new ParquetColumn("a", ParquetColumn.Type.TEXT));

  @TempDir Path folder;

  @Test
  void readsItsOwnNameAndNoOther() {
    DayFile file = DayFile.of(DAY, NEWEST, List.of("b.parquet", "a.parquet"));
    assertThat(DayFile.named(file.name())).contains(file);
    assertThat(file.sources()).isEqualTo(2);
    assertThat(DayFile.named("stream-0-1-2.parquet")).isEmpty();
    assertThat(DayFile.named("upload-1-0.parquet")).isEmpty();
    assertThat(DayFile.named(file.name().replace("01-31", "02-31"))).isEmpty();
  }

  @Test
  void isNamedByWhatItStandsForInAnyOrder() {
    assertThat(DayFile.of(DAY, NEWEST, List.of("b", "a")))
        .isEqualTo(DayFile.of(DAY, NEWEST, List.of("a", "b")))
        .isNotEqualTo(DayFile.of(DAY, NEWEST, List.of("a", "c")));
  }

  @Test
  void countsWhatCameInAndNoOtherFileOfADay() {
    String other = DayFile.of(DAY, NEWEST, List.of("a", "b")).name();
    assertThat(DayFile.of(DAY, NEWEST, List.of("a", "b", "c", other)).sources()).isEqualTo(3);
  }

  @Test
  void sortsBehindAllOthers() {
    String name = DayFile.of(DAY, NEWEST, List.of("a")).name();
    assertThat(List.of("stream-f-1-2.parquet", "upload-zzz-0.parquet"))
        .allMatch(other -> other.compareTo(name) < 0);
  }

  @Test
  void carriesForWhichFilesItStands() throws IOException {
    List<String> replaced =
        IntStream.range(0, 5_000).mapToObj(at -> "stream-0'1-" + at + ".parquet").toList();
    Path file = folder.resolve("day.parquet");
    try (ParquetWriter writer = DayFile.writer(file, COLUMNS, replaced)) {
      writer.row("x");
    }
    assertThat(DayFile.replacedBy(file)).isEqualTo(Set.copyOf(replaced));
    byte[] bytes = Files.readAllBytes(file);
    List<Integer> asked = new ArrayList<>();
    DayFile.End end =
        length -> {
          asked.add(length);
          return Optional.of(
              Arrays.copyOfRange(bytes, Math.max(0, bytes.length - length), bytes.length));
        };
    assertThat(DayFile.replacedBy(end)).isEqualTo(Set.copyOf(replaced));
    assertThat(asked).as("a long footer takes a second look").hasSize(2);
    assertThat(DayFile.replacedBy(_ -> Optional.empty())).isEmpty();
    assertThatThrownBy(() -> DayFile.replacedBy(_ -> Optional.of(new byte[] {1})))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(Written.rows(TableFile.open(file, List.of("a")))).hasSize(1);

    Path other = folder.resolve("other.parquet");
    try (ParquetWriter writer = ParquetWriter.create(other, COLUMNS)) {
      writer.row("x");
    }
    assertThat(DayFile.replacedBy(other)).isEmpty();
    Path damaged = Written.text(folder, "damaged.parquet", "PAR1 nothing");
    assertThatThrownBy(() -> DayFile.replacedBy(damaged))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("damaged");
  }
}
