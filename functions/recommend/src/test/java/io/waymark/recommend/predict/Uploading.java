package io.waymark.recommend.predict;

import static io.waymark.recommend.Function.call;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.waymark.recommend.Function.Reply;
import io.waymark.recommend.Shop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;

/// Brings a model of a tenant's own, as clients do.
record Uploading(Shop shop, String kind, String name) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /// Asks where to put files of these lengths.
  Reply begin(Map<String, Long> files) {
    String list =
        files.entrySet().stream()
            .map(
                file ->
                    "{\"name\": \"%s\", \"size_bytes\": %d}"
                        .formatted(file.getKey(), file.getValue()))
            .collect(Collectors.joining(","));
    return call(
        shop,
        "POST",
        "/api/v1/models/" + name + "/versions",
        "{\"kind\": \"%s\", \"files\": [%s]}".formatted(kind, list));
  }

  /// Brings files.
  ///
  /// @return the version
  String upload(Map<String, byte[]> files) {
    Reply begun =
        begin(
            files.entrySet().stream()
                .collect(
                    Collectors.toMap(Map.Entry::getKey, file -> (long) file.getValue().length)));
    assertThat(begun.status()).as(begun.whole().body()).isEqualTo(201);
    files.forEach((file, content) -> assertThat(put(begun.body(), file, content)).isEqualTo(200));
    return begun.body().path("version").asText();
  }

  Reply validate(String version, String body) {
    return call(shop, "POST", at(version) + "/validate", body);
  }

  Reply activate(String version) {
    return call(shop, "POST", at(version) + "/activate", "");
  }

  String at(String version) {
    return "/api/v1/models/" + name + "/versions/" + version;
  }

  /// Puts a file where `begun` says.
  static int put(JsonNode begun, String file, byte[] content) {
    for (JsonNode upload : begun.path("uploads")) {
      if (upload.path("file").asText().equals(file)) {
        return put(upload, content);
      }
    }
    throw new AssertionError("no URL for " + file);
  }

  private static int put(JsonNode upload, byte[] content) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upload.path("url").asText()))
            .method(
                upload.path("method").asText(), HttpRequest.BodyPublishers.ofByteArray(content));
    upload
        .path("headers")
        .properties()
        .forEach(
            header -> {
              if (!header.getKey().equals("content-length")) { // the client sends it itself
                request.header(header.getKey(), header.getValue().asText());
              }
            });
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }
}
