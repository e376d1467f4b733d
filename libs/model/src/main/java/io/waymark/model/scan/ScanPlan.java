package io.waymark.model.scan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.waymark.model.ModelPackage;
import io.waymark.model.ModelPackageException;
import io.waymark.model.ModelPackageException.Fault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a graph that training wrote computes, and which of its constants it does that with:
/// `scan.json` of a package. A package without it is scored by its graph.
public sealed interface ScanPlan {
  int FORMAT = 1;

  /// Item vectors, to which a history is folded in.
  ///
  /// @param table float\[N, width\], whitened
  /// @param penalties float\[width\], what one unit of weight adds to each axis
  /// @param scale what weights are multiplied with; 0: every positive weight counts 1
  /// @param missing what an event pulls beyond its weight; where it is above 0, penalties are of
  ///   events, not of weight
  record FoldIn(String table, int width, String penalties, float scale, float missing)
      implements ScanPlan {}

  /// A whole item-item matrix.
  ///
  /// @param matrix float\[N, N\]; a row is what an item of the history says about all
  /// @param scale as above
  /// @param abstains whether items whose score is not above 0 stay out
  record ItemWeights(String matrix, float scale, boolean abstains) implements ScanPlan {}

  /// A sparse item-item matrix.
  ///
  /// @param neighbours int\[N, width\]; N pads
  /// @param strengths float\[N, width\]
  /// @param scale as above
  record Neighbours(String neighbours, String strengths, int width, float scale)
      implements ScanPlan {}

  /// The same ranking for all.
  ///
  /// @param counts float\[N\]
  record Popularity(String counts) implements ScanPlan {}

  /// Two of them, standardised and added.
  ///
  /// @param share of the first, 0 to 1
  record Blend(ScanPlan first, float share, ScanPlan second) implements ScanPlan {}

  /// Another, for which an event counts less the more came after it: `floor + (1 − floor) ·
  /// exp(−newer / length)`.
  ///
  /// @param floor 0 to 1
  /// @param length above 0
  record Fading(ScanPlan of, float floor, float length) implements ScanPlan {}

  /// Writes `scan.json` into a package's folder.
  default void write(Path folder) throws IOException {
    ObjectNode root = new ObjectMapper().createObjectNode().put("format", FORMAT);
    root.set("plan", json(this));
    Files.writeString(folder.resolve(ModelPackage.SCAN), root.toPrettyString());
  }

  /// Reads `scan.json`.
  ///
  /// @throws ModelPackageException where it is none that this version knows
  static ScanPlan read(Path file) throws IOException {
    try {
      JsonNode root =
          new ObjectMapper()
              .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(Files.readString(file));
      if (root.path("format").asInt() != FORMAT) {
        throw malformed("has another format than " + FORMAT);
      }
      return plan(root.path("plan"), Nesting.FADED);
    } catch (JsonProcessingException wrong) {
      throw new ModelPackageException(
          Fault.MALFORMED, ModelPackage.SCAN, "is no JSON: " + wrong.getOriginalMessage(), wrong);
    } catch (CharacterCodingException binary) {
      throw new ModelPackageException(Fault.MALFORMED, ModelPackage.SCAN, "is not UTF-8", binary);
    }
  }

  /// What may stand in what, from the outside in.
  enum Nesting {
    FADED,
    BLENDED,
    SINGLE
  }

  private static ScanPlan plan(JsonNode from, Nesting nesting) {
    String kind = from.path("kind").asText();
    return switch (kind) {
      case "fold-in" ->
          new FoldIn(
              text(from, "table"),
              width(from),
              text(from, "penalties"),
              scale(from),
              positive(from, "missing"));
      case "item-weights" ->
          new ItemWeights(text(from, "matrix"), scale(from), from.path("abstains").asBoolean());
      case "neighbours" ->
          new Neighbours(
              text(from, "neighbours"), text(from, "strengths"), width(from), scale(from));
      case "popularity" -> new Popularity(text(from, "counts"));
      case "blend" -> {
        float share = number(from, "share");
        if (nesting == Nesting.SINGLE || !(share >= 0 && share <= 1)) {
          throw malformed("has a blend that is none of two with a share of 0 to 1");
        }
        yield new Blend(
            plan(from.path("first"), Nesting.SINGLE),
            share,
            plan(from.path("second"), Nesting.SINGLE));
      }
      case "fading" -> {
        float floor = number(from, "floor");
        float length = number(from, "length");
        if (nesting != Nesting.FADED || !(floor >= 0 && floor <= 1 && length > 0)) {
          throw malformed("has a fading inside of another, or none of a floor of 0 to 1");
        }
        yield new Fading(plan(from.path("of"), Nesting.BLENDED), floor, length);
      }
      default -> throw malformed("has the unknown kind '" + kind + "'");
    };
  }

  private static String text(JsonNode from, String field) {
    if (!from.path(field).isTextual()) {
      throw malformed("has no text '" + field + "'");
    }
    return from.path(field).textValue();
  }

  private static int width(JsonNode from) {
    int width = from.path("width").asInt();
    if (width < 1) {
      throw malformed("has no positive 'width'");
    }
    return width;
  }

  private static float scale(JsonNode from) {
    return positive(from, "scale");
  }

  private static float positive(JsonNode from, String field) {
    float number = number(from, field);
    if (!(number >= 0)) {
      throw malformed("has a negative '" + field + "'");
    }
    return number;
  }

  private static float number(JsonNode from, String field) {
    float number = from.path(field).floatValue();
    if (!from.path(field).isNumber() || !Float.isFinite(number)) {
      throw malformed("has no number '" + field + "'");
    }
    return number;
  }

  private static ModelPackageException malformed(String message) {
    return new ModelPackageException(Fault.MALFORMED, ModelPackage.SCAN, message);
  }

  private static ObjectNode json(ScanPlan plan) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    return switch (plan) {
      case FoldIn(String table, int width, String penalties, float scale, float missing) ->
          json.put("kind", "fold-in")
              .put("table", table)
              .put("width", width)
              .put("penalties", penalties)
              .put("scale", scale)
              .put("missing", missing);
      case ItemWeights(String matrix, float scale, boolean abstains) ->
          json.put("kind", "item-weights")
              .put("matrix", matrix)
              .put("scale", scale)
              .put("abstains", abstains);
      case Neighbours(String neighbours, String strengths, int width, float scale) ->
          json.put("kind", "neighbours")
              .put("neighbours", neighbours)
              .put("strengths", strengths)
              .put("width", width)
              .put("scale", scale);
      case Popularity(String counts) -> json.put("kind", "popularity").put("counts", counts);
      case Fading(ScanPlan of, float floor, float length) -> {
        json.put("kind", "fading").put("floor", floor).put("length", length);
        json.set("of", json(of));
        yield json;
      }
      case Blend(ScanPlan first, float share, ScanPlan second) -> {
        json.put("kind", "blend").put("share", share);
        json.set("first", json(first));
        json.set("second", json(second));
        yield json;
      }
    };
  }
}
