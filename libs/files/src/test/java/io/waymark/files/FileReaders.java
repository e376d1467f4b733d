package io.waymark.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.waymark.interactions.Fields;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.ParsedInteraction;
import io.waymark.testing.fuzz.FuzzedReader;
import io.waymark.testing.fuzz.FuzzedReader.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// What reads files and events of strangers. None of them has an exception to refuse a file with:
/// that is a value.
public final class FileReaders implements FuzzedReader.All {
  private static final JsonFactory JSON = new JsonFactory();
  private static final InteractionParser PARSER =
      new InteractionParser(Clock.fixed(Instant.parse("2026-02-03T04:05:06Z"), ZoneOffset.UTC));
  private static final List<String> WORDS =
      List.of(
          "user_id",
          "item_id",
          "timestamp",
          "interaction_type",
          "rating",
          "position",
          "2026-01-31T12:00:00Z",
          "1767225600000",
          "PAR1");

  /// For a class that is looked up by its name.
  public FileReaders() {}

  @Override
  public List<FuzzedReader> readers() {
    return List.of(
        table("csv", "a.csv", SeedFiles.csv()),
        table("jsonl", "a.jsonl", SeedFiles.jsonLines()),
        table("parquet", "a.parquet", SeedFiles.parquet()),
        table("compressed", "a.gz", SeedFiles.compressed()),
        table("unnamed", "upload", SeedFiles.ofEachKind()),
        reader("foreign", SeedFiles.foreign(), FileReaders::foreign),
        reader("gzip-content", SeedFiles.foreign(), FileReaders::gzipContent),
        reader("event", SeedFiles.events(), FileReaders::event));
  }

  private static FuzzedReader table(String reader, String name, List<byte[]> seeds) {
    return reader(
        reader,
        seeds,
        (input, folder) -> {
          Path file = Files.write(folder.resolve("input"), input);
          Answer answer = all(TableFile.open(file, name, InteractionParser.REQUIRED));
          require(
              told(file, name, TwoWays::byBlocks).equals(told(file, name, TwoWays::byRows)),
              "read in blocks it says other things than row by row");
          return answer;
        });
  }

  private static Object told(
      Path file, String name, BiFunction<Table, InteractionParser, Object> way) {
    return switch (TableFile.open(file, name, InteractionParser.REQUIRED)) {
      case Opened.Refused refused -> refused;
      case Opened.Ready ready -> way.apply(ready.table(), PARSER);
    };
  }

  private static FuzzedReader reader(
      String name, List<byte[]> seeds, FuzzedReader.Reading reading) {
    return new FuzzedReader(name, seeds, WORDS, Set.of(), reading);
  }

  private static Answer foreign(byte[] input, Path folder) throws IOException {
    return all(TableFile.foreign(Files.write(folder.resolve("input"), input)));
  }

  /// Behind a header and a sum that are right, which most damage would hide.
  private static Answer gzipContent(byte[] input, Path folder) throws IOException {
    return all(TableFile.foreign(Files.write(folder.resolve("input"), Written.gzip(input))));
  }

  private static Answer event(byte[] input, Path folder) throws IOException {
    try (JsonParser json =
        JsonCells.STRICT.createParser(new String(input, StandardCharsets.UTF_8))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Answer.REFUSED;
      }
      return parsed(Fields.of(JsonCells.object(json)));
    } catch (JsonProcessingException noJson) {
      return Answer.REFUSED;
    }
  }

  private static Answer all(Opened opened) throws IOException {
    return switch (opened) {
      case Opened.Refused refused -> refused(refused.refusal());
      case Opened.Ready ready -> {
        try (Table table = ready.table()) {
          yield all(table);
        }
      }
    };
  }

  private static Answer all(Table table) throws IOException {
    long line = 0;
    for (Optional<TableRow> next = table.next(); next.isPresent(); next = table.next()) {
      TableRow row = next.get();
      require(row.line() >= line, "a row of line " + row.line() + " comes after line " + line);
      line = row.line();
      switch (row) {
        case TableRow.Row cells -> cells(cells);
        case TableRow.Malformed bad -> requireJson(bad.json());
        case TableRow.Unreadable broken -> {
          require(table.next().isEmpty(), "something comes after the end");
          return refused(broken.refusal());
        }
      }
    }
    require(table.next().isEmpty(), "something comes after the end");
    return Answer.READ;
  }

  private static void cells(TableRow.Row row) throws IOException {
    requireJson(row.json());
    row.cells()
        .forEach(
            cell -> {
              Optional<String> _ = CellTexts.text(cell);
              Optional<List<String>> _ = CellTexts.list(cell);
            });
    Answer _ = parsed(row);
  }

  private static Answer parsed(Fields fields) {
    return switch (PARSER.parse(fields)) {
      case ParsedInteraction.Accepted _ -> Answer.READ;
      case ParsedInteraction.Rejected _ -> Answer.REFUSED;
    };
  }

  private static Answer refused(Refusal refusal) {
    require(!refusal.message().isBlank(), "a refusal says nothing");
    // Others may quote a file that happens to name them.
    require(
        !(refusal.message().contains("as Parquet") && refusal.message().contains("/fuzz-")),
        "a refusal tells of our folders");
    return Answer.REFUSED;
  }

  private static void requireJson(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        // throws where it is none
      }
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }
}
