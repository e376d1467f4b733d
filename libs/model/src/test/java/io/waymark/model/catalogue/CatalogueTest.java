package io.waymark.model.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.catalogue.Catalogue.Kind;
import io.waymark.model.catalogue.CatalogueSnapshot.MalformedSnapshotException;
import io.waymark.tenancy.ItemId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final List<CatalogueItem> ITEMS =
      List.of(
          item("a", Map.of("year", "2024", "sku", "007", "vegan", "true", "tags", "x|y")),
          item("b", Map.of("year", "2025.5", "price", "3", "name", "Größe \uD83D\uDE00")),
          item("c", Map.of("year", "-1", "sku", "8", "vegan", "false")));

  @Test
  void knowsWhatAFilterMayAsk() {
    assertThat(Catalogue.of(Catalogue.Version.NONE, ITEMS).attributes())
        .containsEntry("year", Kind.NUMBER)
        .containsEntry("sku", Kind.TEXT)
        .containsEntry("vegan", Kind.FLAG)
        .containsEntry("tags", Kind.TEXTS)
        .containsEntry("price", Kind.NUMBER);
  }

  @Test
  void aNumberStaysOneWhenAFewValuesAreWrong() {
    assertThat(kindOfSize(18, "n/a", "?")).isEqualTo(Kind.NUMBER);
    assertThat(kindOfSize(17, "n/a", "XL")).isEqualTo(Kind.TEXT);
    assertThat(kindOfSize(1_000, "007")).as("a code").isEqualTo(Kind.TEXT);
  }

  private static @Nullable Kind kindOfSize(int numbers, String... others) {
    List<CatalogueItem> items = new ArrayList<>();
    for (int at = 0; at < numbers; at++) {
      items.add(item("n" + at, Map.of("size", String.valueOf(at))));
    }
    for (int at = 0; at < others.length; at++) {
      items.add(item("o" + at, Map.of("size", others[at])));
    }
    return Catalogue.of(Catalogue.Version.NONE, items).attributes().get("size");
  }

  @Test
  void keepsThePlaceOfWhatIsReplaced() {
    CatalogueItem newer = item("a", Map.of("name", "New"));
    Catalogue after =
        Catalogue.of(Catalogue.Version.NONE, ITEMS)
            .with(
                new Catalogue.Version(0, 3),
                List.of(
                    new CatalogueChange.Put(newer),
                    new CatalogueChange.Removed(new ItemId("b")),
                    new CatalogueChange.Put(item("d", Map.of()))));
    assertThat(after.items()).extracting(each -> each.id().value()).containsExactly("a", "c", "d");
    assertThat(after.find(new ItemId("a")).orElseThrow().name()).isEqualTo("New");
    assertThat(after.contains(new ItemId("b"))).isFalse();
    assertThat(after.position(new ItemId("d"))).isEqualTo(2);
  }

  @Test
  void comesBackFromItsSnapshot() throws IOException {
    assertThat(CatalogueSnapshot.read(new ByteArrayInputStream(bytes(ITEMS)))).isEqualTo(ITEMS);
    assertThat(CatalogueSnapshot.read(new ByteArrayInputStream(bytes(List.of())))).isEmpty();
    List<CatalogueItem> many =
        IntStream.range(0, 20_000).mapToObj(at -> item("item-" + at, Map.of())).toList();
    assertThat(CatalogueSnapshot.read(new ByteArrayInputStream(bytes(many)))).isEqualTo(many);
  }

  @Test
  void refusesWhatIsNoSnapshot() throws IOException {
    byte[] good = bytes(ITEMS);
    for (int cut = 0; cut < good.length; cut += 7) {
      byte[] shorter = Arrays.copyOf(good, cut);
      assertThatThrownBy(() -> CatalogueSnapshot.read(new ByteArrayInputStream(shorter)))
          .isInstanceOf(MalformedSnapshotException.class);
    }
    assertThatThrownBy(
            () ->
                CatalogueSnapshot.read(
                    new ByteArrayInputStream(
                        "text".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
        .hasMessageContaining("damaged");
  }

  static CatalogueItem item(String id, Map<String, String> fields) {
    Map<String, String> row = new java.util.HashMap<>(fields);
    row.put("item_id", id);
    return CatalogueItemTest.accepted(row);
  }

  private static byte[] bytes(List<CatalogueItem> items) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CatalogueSnapshot.write(items, out);
    return out.toByteArray();
  }
}
