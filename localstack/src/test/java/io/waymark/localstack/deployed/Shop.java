package io.waymark.localstack.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.files.ParquetColumn;
import io.waymark.files.ParquetWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A tenant with a catalogue, interactions and a trained model, made once for all tests: five
/// departments, and users who look at one of them only. Tests that read share it.
///
/// @param firstModel the version that the first training published
record Shop(Tenant tenant, JsonNode items, JsonNode interactions, JsonNode job, String firstModel) {
  static final int ITEMS = 60;
  static final int DEPARTMENTS = 5;
  static final int USERS = 240;
  static final int EVENTS = 16;

  static Shop open(Stacks stacks) {
    Tenant tenant = Tenant.create(stacks, "shop");
    JsonNode items = tenant.upload("items", "csv", itemsCsv());
    JsonNode interactions = tenant.upload("interactions", "parquet", parquet(interactionsCsv(7)));
    JsonNode job = tenant.train();
    return new Shop(tenant, items, interactions, job, job.path("model_version").asText());
  }

  static String itemsCsv() {
    StringBuilder csv = new StringBuilder("item_id,name,category,price,brand,tags\n");
    for (int item = 0; item < ITEMS; item++) {
      csv.append(
          String.format(
              Locale.ROOT,
              "item_%d,Thing %d,department_%d,%d.50,brand_%d,new|good%n",
              item,
              item,
              item % DEPARTMENTS,
              5 + item,
              item % 3));
    }
    return csv.toString();
  }

  /// Of each user's own department, all but one in eight; the newest ends now.
  static String interactionsCsv(long seed) {
    Random random = new Random(seed);
    Instant end = Instant.now();
    StringBuilder csv = new StringBuilder("user_id,item_id,interaction_type,timestamp,event_id\n");
    for (int user = 0; user < USERS; user++) {
      for (int event = 0; event < EVENTS; event++) {
        int item =
            event % 8 == 7
                ? random.nextInt(ITEMS)
                : random.nextInt(ITEMS / DEPARTMENTS) * DEPARTMENTS + department(user);
        Duration ago =
            Duration.ofHours((EVENTS - event) * 40L).plusSeconds(random.nextInt(100_000));
        csv.append(
            String.format(
                Locale.ROOT,
                "user_%d,item_%d,%s,%s,e%d-%d-%d%n",
                user,
                item,
                event % 3 == 0 ? "purchase" : "view",
                end.minus(ago),
                seed,
                user,
                event));
      }
    }
    return csv.toString();
  }

  /// The same rows as Parquet.
  private static byte[] parquet(String csv) {
    List<String> lines = csv.lines().toList();
    List<ParquetColumn> columns =
        Arrays.stream(lines.getFirst().split(","))
            .map(name -> new ParquetColumn(name, ParquetColumn.Type.TEXT))
            .toList();
    try {
      Path folder = Files.createTempDirectory("waymark-shop");
      Path file = folder.resolve("interactions.parquet");
      try (ParquetWriter writer = ParquetWriter.create(file, columns)) {
        lines.stream().skip(1).forEach(line -> writer.row((Object[]) line.split(",")));
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Files.delete(folder);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> allItems() {
    return IntStream.range(0, ITEMS).mapToObj(item -> "item_" + item);
  }

  static int department(int user) {
    return user % DEPARTMENTS;
  }
}
