package io.waymark.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.model.ModelPackageException.Fault;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `manifest.json`: what a package is, where it comes from, and which files it has.
///
/// @param about what the model is and how it was measured
/// @param files every other file of the package, by name
public record Manifest(
    About about, ModelVersion version, Instant createdAt, List<PackagedFile> files) {
  public static final int FORMAT_VERSION = 1;
  public static final String FILE = "manifest.json";
  public static final String RECOMMENDER = "recommender";
  public static final String PREDICTOR = "predictor";

  private static final String MEMORY = "memory_bytes";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public Manifest {
    files = List.copyOf(files);
    if (files.stream().map(PackagedFile::name).distinct().count() < files.size()) {
      throw new IllegalArgumentException("a file is listed twice");
    }
  }

  /// What the model is and how it was measured.
  ///
  /// @param kind `recommender` or `predictor`
  /// @param parameters as the algorithm names them, values as text
  /// @param metrics on the held-out part, which chose nothing, like `ndcg@20`; empty where not
  ///   measured
  /// @param baseline the same metrics of popularity
  public record About(
      String kind,
      String algorithm,
      SortedMap<String, String> parameters,
      SortedMap<String, Double> metrics,
      SortedMap<String, Double> baseline,
      Training training) {
    public About {
      if (!kind.equals(RECOMMENDER) && !kind.equals(PREDICTOR)) {
        throw new IllegalArgumentException("kind must be recommender or predictor, not " + kind);
      }
      parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
      metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
      baseline = Collections.unmodifiableSortedMap(new TreeMap<>(baseline));
    }

    /// Bytes that it took to be loaded and run where that was measured, else 0. Follows from the
    /// parameter `memory_bytes`.
    public long memory() {
      String measured = parameters.getOrDefault(MEMORY, "0");
      return measured.matches("[0-9]{1,18}") ? Long.parseLong(measured) : 0;
    }

    /// Whether it was uploaded and examined: what it says of itself is then somebody's claim.
    public boolean isUploaded() {
      return parameters.containsKey(MEMORY);
    }

    /// This, with what was measured in place of what it says of itself.
    public About tookMemory(long bytes) {
      SortedMap<String, String> known = new TreeMap<>(parameters);
      known.put(MEMORY, Long.toString(bytes));
      return new About(kind, algorithm, known, metrics, baseline, training);
    }

    /// Follows from the parameter `weights`.
    public Evidence evidence() {
      return parameters.getOrDefault("weights", "").equals("equal")
          ? Evidence.CHOSEN
          : Evidence.LIKED;
    }
  }

  /// What the model learned from.
  ///
  /// @param fingerprint of the accepted interactions, hexadecimal
  /// @param cut how the parts to choose by and to measure on were held out, in words
  public record Training(
      long interactions, long users, long items, String fingerprint, String cut) {}

  /// A file as it was when the package was made.
  ///
  /// @param name without folders
  /// @param sha256 lower-case hexadecimal
  public record PackagedFile(String name, long bytes, String sha256) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SUM = Pattern.compile("[0-9a-f]{64}");

    public PackagedFile {
      if (!NAME.matcher(name).matches() || name.equals(FILE)) {
        throw new IllegalArgumentException("'" + name + "' is no name of a file in a package");
      }
      if (bytes < 0 || !SUM.matcher(sha256).matches()) {
        throw new IllegalArgumentException(name + " needs its bytes and SHA-256");
      }
    }
  }

  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format_version", FORMAT_VERSION);
    root.put("version", version.value());
    root.put("created_at", createdAt.toString());
    root.put("kind", about.kind());
    root.put("algorithm", about.algorithm());
    about.parameters().forEach(root.putObject("parameters")::put);
    about.metrics().forEach(root.putObject("metrics")::put);
    about.baseline().forEach(root.putObject("baseline")::put);
    root.putObject("training")
        .put("interactions", about.training().interactions())
        .put("users", about.training().users())
        .put("items", about.training().items())
        .put("fingerprint", about.training().fingerprint())
        .put("cut", about.training().cut());
    for (PackagedFile file : files) {
      root.withArray("files")
          .addObject()
          .put("name", file.name())
          .put("bytes", file.bytes())
          .put("sha256", file.sha256());
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Fields that are not ours are ignored: a later writer of the same format version may add some.
  ///
  /// @throws ModelPackageException naming the field that is missing or wrong
  public static Manifest parse(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      long format = number(root, "format_version");
      if (format != FORMAT_VERSION) {
        throw new ModelPackageException(
            Fault.UNKNOWN_FORMAT,
            FILE,
            "format_version is " + format + "; this program reads " + FORMAT_VERSION);
      }
      JsonNode training = object(root, "training");
      List<PackagedFile> files = new ArrayList<>();
      for (JsonNode file : root.path("files")) {
        files.add(
            new PackagedFile(text(file, "name"), number(file, "bytes"), text(file, "sha256")));
      }
      return new Manifest(
          new About(
              text(root, "kind"),
              text(root, "algorithm"),
              texts(root.path("parameters")),
              numbers(root, "metrics"),
              numbers(root, "baseline"),
              new Training(
                  number(training, "interactions"),
                  number(training, "users"),
                  number(training, "items"),
                  text(training, "fingerprint"),
                  text(training, "cut"))),
          new ModelVersion(text(root, "version")),
          Instant.parse(text(root, "created_at")),
          files);
    } catch (JsonProcessingException noJson) {
      throw malformed("is not JSON: " + noJson.getOriginalMessage(), noJson);
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw malformed(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private static ModelPackageException malformed(String message, Exception cause) {
    return new ModelPackageException(Fault.MALFORMED, FILE, message, cause);
  }

  private static String text(JsonNode node, String field) {
    if (!node.path(field).isTextual()) {
      throw new IllegalArgumentException(field + " must be a text");
    }
    return whole(field, node.path(field).textValue());
  }

  /// JSON may hold half of a character, which nothing could write again.
  private static String whole(String field, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(field + " must be whole characters");
    }
    return text;
  }

  private static long number(JsonNode node, String field) {
    if (!node.path(field).isIntegralNumber() || !node.path(field).canConvertToLong()) {
      throw new IllegalArgumentException(field + " must be a whole number");
    }
    return node.path(field).longValue();
  }

  private static JsonNode object(JsonNode node, String field) {
    if (!node.path(field).isObject()) {
      throw new IllegalArgumentException(field + " must be an object");
    }
    return node.path(field);
  }

  private static SortedMap<String, String> texts(JsonNode node) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      values.put(
          whole("a parameter's name", entry.getKey()),
          whole(entry.getKey(), entry.getValue().asText()));
    }
    return values;
  }

  private static SortedMap<String, Double> numbers(JsonNode root, String field) {
    SortedMap<String, Double> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path(field).properties()) {
      double value = entry.getValue().doubleValue();
      if (!entry.getValue().isNumber() || !Double.isFinite(value)) {
        throw new IllegalArgumentException(
            field + "." + entry.getKey() + " must be a finite number");
      }
      values.put(whole("a name in " + field, entry.getKey()), value);
    }
    return values;
  }
}
