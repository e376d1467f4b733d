package io.waymark.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.cli.demo.RemoteApi;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A tenant's dead letters, as the API shows them to its admin.
record Letters(RemoteApi service) {
  private static final String PATH = "/api/v1/data/dead-letters";
  private static final int PAGE = 100;

  /// All of them, in the order of their ids.
  List<JsonNode> all() {
    List<JsonNode> letters = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          service.get(PATH + "?limit=" + PAGE + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      page.path("letters").forEach(letters::add);
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty());
    return letters;
  }

  /// What the API says became of it.
  JsonNode replay(String id) {
    String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
    return service.post(PATH + "/" + encoded + "/replay", Map.of());
  }
}
