package io.waymark.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.cli.demo.RemoteApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/// A tenant's dead letters, as the API shows them to its admin.
record Letters(RemoteApi service) {
  private static final String PATH = "/api/v1/data/dead-letters";
  private static final int PAGE = 100;

  /// Hands over one after the other, in the order of their ids; one page is in memory at a time.
  void forEach(Consumer<JsonNode> taker) {
    String cursor = "";
    do {
      JsonNode page =
          service.get(PATH + "?limit=" + PAGE + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      page.path("letters").forEach(taker);
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty());
  }

  /// What the API says became of it.
  JsonNode replay(String id) {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
    return service.post(PATH + "/" + encoded + "/replay", Map.of());
  }
}
