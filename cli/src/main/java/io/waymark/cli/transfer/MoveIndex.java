package io.waymark.cli.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.tenancy.installation.Installation;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a folder says of itself, in a file that is written last.
///
/// @param tenant whose
/// @param from out of which installation, as its stage, account and region
/// @param counts rows and objects, by table and bucket
record MoveIndex(String tenant, String from, SortedMap<String, Long> counts) {
  /// Rises with every change of what the folder's files or the stores' rows look like.
  private static final int FORMAT = 2;

  /// @throws IllegalArgumentException where another version wrote it
  static MoveIndex of(JsonNode index) {
    JsonNode format = index.path("format");
    if (!format.isInt() || format.asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "is of format %s, and this Waymark reads %d: import it with the version that exported it"
              .formatted(format.isMissingNode() ? "none" : format, FORMAT));
    }
    SortedMap<String, Long> counts = new TreeMap<>();
    index
        .path("counts")
        .properties()
        .forEach(each -> counts.put(each.getKey(), each.getValue().asLong(-1)));
    return new MoveIndex(
        index.path("tenant_id").asText(), index.path("installation").asText(), counts);
  }

  static String named(Installation installation) {
    return String.join("/", installation.stage(), installation.account(), installation.region());
  }

  long count(String what) {
    return counts.getOrDefault(what, 0L);
  }

  String text(Instant now) {
    ObjectNode index =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", FORMAT)
            .put("tenant_id", tenant)
            .put("installation", from)
            .put("exported_at", now.toString());
    ObjectNode counted = index.putObject("counts");
    counts.forEach(counted::put);
    return index.toPrettyString() + "\n";
  }
}
