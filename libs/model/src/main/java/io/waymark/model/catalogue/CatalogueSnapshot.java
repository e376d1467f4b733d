package io.waymark.model.catalogue;

import io.waymark.tenancy.ItemId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The stored form of a catalogue: gzip over `WCAT`, the format version, the number of items, then
/// column by column (id, name, category, price, brand, tags, description, and each further
/// attribute after its name). Texts are Java's modified UTF-8 with their length; a missing price is
/// NaN.
public final class CatalogueSnapshot {
  private static final int MAGIC = 0x57434154;
  private static final int FORMAT_VERSION = 1;
  private static final int MAX_ITEMS = 50_000_000;

  private CatalogueSnapshot() {}

  public static void write(List<CatalogueItem> items, OutputStream to) throws IOException {
    GZIPOutputStream gzip = new GZIPOutputStream(to, 1 << 16);
    DataOutputStream out = new DataOutputStream(new BufferedOutputStream(gzip, 1 << 16));
    out.writeInt(MAGIC);
    out.writeInt(FORMAT_VERSION);
    out.writeInt(items.size());
    writeTexts(items, item -> item.id().value(), out);
    writeTexts(items, CatalogueItem::name, out);
    writeTexts(items, CatalogueItem::category, out);
    for (CatalogueItem item : items) {
      out.writeDouble(item.price().orElse(Double.NaN));
    }
    writeTexts(items, CatalogueItem::brand, out);
    for (CatalogueItem item : items) {
      out.writeByte(item.tags().size());
      for (String tag : item.tags()) {
        out.writeUTF(tag);
      }
    }
    writeTexts(items, CatalogueItem::description, out);
    TreeSet<String> attributes = new TreeSet<>();
    items.forEach(item -> attributes.addAll(item.attributes().keySet()));
    out.writeInt(attributes.size());
    for (String attribute : attributes) {
      out.writeUTF(attribute);
      writeTexts(items, item -> item.attributes().getOrDefault(attribute, ""), out);
    }
    out.flush();
    gzip.finish();
  }

  /// Reads what [#write] wrote, and closes `from`.
  ///
  /// @throws MalformedSnapshotException where the bytes are no snapshot, or one of a later format
  public static List<CatalogueItem> read(InputStream from) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(new GZIPInputStream(from, 1 << 16)))) {
      if (in.readInt() != MAGIC) {
        throw new MalformedSnapshotException("this is no catalogue snapshot");
      }
      int version = in.readInt();
      if (version != FORMAT_VERSION) {
        throw new MalformedSnapshotException(
            "the catalogue snapshot has format version "
                + version
                + "; this program reads "
                + FORMAT_VERSION);
      }
      List<CatalogueItem> items = readColumns(in);
      if (in.read() >= 0) { // reading to the end also checks gzip's sum
        throw new MalformedSnapshotException("the catalogue snapshot has more than its items");
      }
      return items;
    } catch (java.io.EOFException | java.util.zip.ZipException broken) {
      throw new MalformedSnapshotException("the catalogue snapshot is damaged", broken);
    } catch (IllegalArgumentException wrong) {
      throw new MalformedSnapshotException("the catalogue snapshot holds a bad item", wrong);
    }
  }

  private static List<CatalogueItem> readColumns(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MAX_ITEMS) {
      throw new MalformedSnapshotException("the catalogue snapshot claims " + count + " items");
    }
    List<String> ids = readTexts(in, count);
    List<String> names = readTexts(in, count);
    List<String> categories = readTexts(in, count);
    double[] prices = new double[count];
    for (int at = 0; at < count; at++) {
      prices[at] = in.readDouble();
    }
    List<String> brands = readTexts(in, count);
    List<List<String>> tags = new ArrayList<>(count);
    for (int at = 0; at < count; at++) {
      tags.add(readTexts(in, in.readUnsignedByte()));
    }
    List<String> descriptions = readTexts(in, count);
    List<SortedMap<String, String>> attributes = new ArrayList<>(count);
    for (int at = 0; at < count; at++) {
      attributes.add(new TreeMap<>());
    }
    int attributeCount = in.readInt();
    for (int column = 0; column < attributeCount; column++) {
      String name = in.readUTF();
      for (int at = 0; at < count; at++) {
        String value = in.readUTF();
        if (!value.isEmpty()) {
          attributes.get(at).put(name, value);
        }
      }
    }
    List<CatalogueItem> items = new ArrayList<>(count);
    for (int at = 0; at < count; at++) {
      items.add(
          new CatalogueItem(
              new ItemId(ids.get(at)),
              names.get(at),
              categories.get(at),
              Double.isNaN(prices[at]) ? OptionalDouble.empty() : OptionalDouble.of(prices[at]),
              brands.get(at),
              tags.get(at),
              descriptions.get(at),
              attributes.get(at)));
    }
    return items;
  }

  /// The bytes are not what a snapshot must be.
  public static final class MalformedSnapshotException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    MalformedSnapshotException(String message) {
      super(message);
    }

    MalformedSnapshotException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private static void writeTexts(
      List<CatalogueItem> items, Function<CatalogueItem, String> column, DataOutputStream out)
      throws IOException {
    for (CatalogueItem item : items) {
      out.writeUTF(column.apply(item));
    }
  }

  private static List<String> readTexts(DataInputStream in, int count) throws IOException {
    List<String> texts = new ArrayList<>(Math.min(count, 1 << 20));
    for (int at = 0; at < count; at++) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
