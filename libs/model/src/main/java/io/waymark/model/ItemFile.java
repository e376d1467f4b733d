package io.waymark.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.SerializedString;
import io.waymark.model.ModelPackageException.Fault;
import io.waymark.tenancy.ItemId;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/// `items.jsonl.gz`: a line for each item of a model, in index order.
final class ItemFile {
  private static final int LONGEST_LINE = 2_048;

  private ItemFile() {}

  /// Reads what [#write] wrote; a line may say more of an item.
  ///
  /// @throws ModelPackageException where it holds more than the limits allow, or no list of items
  static ItemIndex read(Path file, ModelPackage.Limits limits) throws IOException {
    List<ItemId> ids = new ArrayList<>();
    try (InputStream packed = Files.newInputStream(file);
        JsonParser json = factory(limits).createParser(new GZIPInputStream(packed, 1 << 16))) {
      while (json.nextToken() != null) {
        if (ids.size() == limits.items()) {
          throw new ModelPackageException(
              Fault.TOO_LARGE, ModelPackage.ITEMS, "has more than " + limits.items() + " items");
        }
        ids.add(new ItemId(item(json)));
      }
      return ItemIndex.of(ids);
    } catch (ZipException
        | EOFException
        | CharConversionException
        | JsonProcessingException
        | IllegalArgumentException wrong) {
      throw new ModelPackageException(
          Fault.MALFORMED,
          ModelPackage.ITEMS,
          "is malformed after line " + ids.size() + ": " + wrong.getMessage(),
          wrong);
    }
  }

  /// A few kilobytes of gzip can unfold to gigabytes: the reader stops where an honest file ends,
  /// and keeps nothing of a line but the id.
  private static JsonFactory factory(ModelPackage.Limits limits) {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxStringLength(LONGEST_LINE)
                .maxNameLength(LONGEST_LINE)
                .maxNestingDepth(4)
                .maxDocumentLength(
                    Math.min(LONGEST_LINE * (limits.items() + 1L), limits.totalBytes()))
                .build())
        .build();
  }

  /// Reads the object that begins here to its end.
  private static String item(JsonParser json) throws IOException {
    Optional<String> id = Optional.empty();
    if (json.isExpectedStartObjectToken()) {
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean named = json.currentName().equals("item_id");
        if (json.nextToken() == JsonToken.VALUE_STRING && named) {
          id = Optional.of(json.getText());
        }
        json.skipChildren();
      }
    }
    return id.orElseThrow(() -> new IllegalArgumentException("needs item_id"));
  }

  static void write(Path file, List<ItemId> items) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.setRootValueSeparator(new SerializedString("\n"));
      for (ItemId item : items) {
        json.writeStartObject();
        json.writeStringField("item_id", item.value());
        json.writeEndObject();
      }
      json.writeRaw('\n');
    }
  }
}
