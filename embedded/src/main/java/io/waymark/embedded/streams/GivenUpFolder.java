package io.waymark.embedded.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.eventsource.BatchFormat;
import io.waymark.eventsource.Entry;
import io.waymark.eventsource.GivenUp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One JSON file for each batch that was given up, of the shape Lambda writes to an on-failure
/// bucket: what happened, where, and the event itself under `payload`.
public record GivenUpFolder<T>(Path folder, String functionArn, BatchFormat<T> format)
    implements GivenUpStore<T> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void keep(GivenUp<T> given) throws IOException {
    Entry<T> first = given.records().getFirst();
    Entry<T> last = given.records().getLast();
    ObjectNode file = JSON.createObjectNode();
    file.putObject("requestContext")
        .put("functionArn", functionArn)
        .put("condition", given.reason().text())
        .put("error", given.error());
    file.put("version", "1.0").put("timestamp", given.at().toString());
    file.putObject("batchInfo")
        .put("mapping", given.mapping())
        .put("shardId", given.shard())
        .put("startSequenceNumber", first.sequence())
        .put("endSequenceNumber", last.sequence())
        .put("approximateArrivalOfFirstRecord", first.arrival().toString())
        .put("approximateArrivalOfLastRecord", last.arrival().toString())
        .put("batchSize", given.records().size());
    file.put("payload", format.event(given.shard(), given.records()));
    Path place = Files.createDirectories(folder.resolve(given.mapping()));
    Path written = place.resolve(given.shard() + "-" + first.sequence() + ".json");
    Files.write(written, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(file));
    try (FileChannel channel = FileChannel.open(written, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
