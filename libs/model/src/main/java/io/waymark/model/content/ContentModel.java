package io.waymark.model.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// How much who liked items of some attributes likes an item of others: `score = h M x`, with `h`
/// the mean of the attributes of what was liked, `x` those of the item, both 0 and 1. Learned by
/// least squares (ADR 0017). Not a record, because of the array; threads may share it.
public final class ContentModel {
  private static final int FORMAT_VERSION = 1;
  private static final int MOST_CHARACTERS = 8 << 20;

  private final AttributeSpace space;
  private final float[] weights;

  /// @param weights row after row, one row per attribute of what was liked
  public ContentModel(AttributeSpace space, float[] weights) {
    if (weights.length != space.width() * space.width()) {
      throw new IllegalArgumentException(
          "weights must be %d, not %d".formatted(space.width() * space.width(), weights.length));
    }
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new IllegalArgumentException("weights must be finite numbers");
      }
    }
    this.space = space;
    this.weights = weights;
  }

  public AttributeSpace space() {
    return space;
  }

  /// About what it takes in memory.
  public long bytes() {
    return 4L * weights.length + 200L * space.width();
  }

  /// What each attribute of an item adds to its score for somebody.
  ///
  /// @param liked the attributes of each item liked, at least one
  public float[] wanted(Collection<int[]> liked) {
    int width = space.width();
    float[] profile = new float[width];
    for (int[] item : liked) {
      for (int attribute : item) {
        profile[attribute] += 1f / liked.size();
      }
    }
    float[] wanted = new float[width];
    for (int from = 0; from < width; from++) {
      if (profile[from] != 0) {
        for (int to = 0; to < width; to++) {
          wanted[to] += profile[from] * weights[from * width + to];
        }
      }
    }
    return wanted;
  }

  /// The score of an item.
  ///
  /// @param wanted of somebody
  public static double score(float[] wanted, int[] item) {
    double score = 0;
    for (int attribute : item) {
      score += wanted[attribute];
    }
    return score;
  }

  /// What one item that was liked alone says of another.
  public double between(int[] liked, int[] item) {
    double sum = 0;
    for (int from : liked) {
      for (int to : item) {
        sum += weights[from * space.width() + to];
      }
    }
    return sum;
  }

  /// Writes it as gzipped JSON: `format_version`, `tokens`, `bands`, and `weights`, little-endian
  /// float32 in Base64.
  public void write(Path file) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("format_version", FORMAT_VERSION);
    space.tokens().forEach(json.putArray("tokens")::add);
    ObjectNode bands = json.putObject("bands");
    space.bands().forEach((column, bounds) -> bounds.forEach(bands.putArray(column)::add));
    ByteBuffer bytes = ByteBuffer.allocate(4 * weights.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights);
    json.put("weights", bytes.array());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      new ObjectMapper().writeValue(out, json);
    }
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws IOException where it is no such file
  /// @throws IllegalArgumentException where its parts do not fit together
  public static ContentModel read(Path file) throws IOException {
    ObjectMapper mapper =
        new ObjectMapper(
            JsonFactory.builder()
                .streamReadConstraints(
                    StreamReadConstraints.builder()
                        .maxNestingDepth(4)
                        .maxDocumentLength(MOST_CHARACTERS)
                        .build())
                .build());
    JsonNode json;
    try (InputStream packed = Files.newInputStream(file);
        InputStream in = new GZIPInputStream(packed)) {
      json = mapper.readTree(in);
    }
    if (json.path("format_version").asInt() != FORMAT_VERSION) {
      throw new IllegalArgumentException("format_version must be " + FORMAT_VERSION);
    }
    List<String> tokens = new ArrayList<>();
    json.path("tokens").forEach(token -> tokens.add(token.asText()));
    SortedMap<String, List<Double>> bands = new TreeMap<>();
    for (java.util.Map.Entry<String, JsonNode> band : json.path("bands").properties()) {
      List<Double> bounds = new ArrayList<>();
      band.getValue().forEach(bound -> bounds.add(bound.asDouble()));
      bands.put(band.getKey(), bounds);
    }
    byte[] bytes = Base64.getDecoder().decode(json.path("weights").asText());
    float[] weights = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(weights);
    return new ContentModel(new AttributeSpace(tokens, bands), weights);
  }
}
