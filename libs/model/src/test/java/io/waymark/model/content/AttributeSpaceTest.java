package io.waymark.model.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttributeSpaceTest {
  @TempDir Path folder;

  private static CatalogueItem item(int at) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("item_id", "i" + at);
    row.put("name", "Name");
    row.put("category", at % 2 == 0 ? "shoes" : "bags");
    row.put("brand", "brand " + at);
    row.put("tags", at % 4 == 0 ? "red|new" : "blue");
    row.put("price", at + ".5");
    row.put("year", Integer.toString(2000 + at / 20));
    row.put("season", at < 30 ? "summer" : "");
    return switch (CatalogueItem.parse(row)) {
      case CatalogueItem.Parsed.Accepted(CatalogueItem parsed) -> parsed;
      case CatalogueItem.Parsed.Rejected rejected ->
          throw new IllegalStateException(rejected.toString());
    };
  }

  private static final Catalogue CATALOGUE =
      Catalogue.of(
          Catalogue.Version.NONE,
          IntStream.range(0, 40).mapToObj(AttributeSpaceTest::item).toList());

  @Test
  void holdsWhatSeveralItemsShareAndNumbersByBands() {
    AttributeSpace space = AttributeSpace.of(CATALOGUE);
    assertThat(space.tokens())
        .contains("category=bags", "category=shoes", "tags=red", "tags=blue", "season=summer")
        .contains("price#0", "price#7", "year#0", "year#1")
        .noneMatch(token -> token.startsWith("brand") || token.startsWith("name"))
        .isSorted();
    assertThat(space.bands().get("price")).hasSize(7);
    List<String> first = names(space, item(0));
    assertThat(first)
        .containsExactlyInAnyOrder(
            "category=shoes", "price#0", "season=summer", "tags=new", "tags=red", "year#0", "");
    assertThat(names(space, item(39))).contains("price#7", "year#1").doesNotContain("season=");
  }

  private static List<String> names(AttributeSpace space, CatalogueItem item) {
    return IntStream.of(space.reader().positions(item))
        .mapToObj(at -> at == space.tokens().size() ? "" : space.tokens().get(at))
        .toList();
  }

  @Test
  void isReadAsItWasWritten() throws Exception {
    AttributeSpace space = AttributeSpace.of(CATALOGUE);
    float[] weights = new float[space.width() * space.width()];
    for (int at = 0; at < weights.length; at++) {
      weights[at] = at * 0.25f - 3;
    }
    ContentModel model = new ContentModel(space, weights);
    Path file = folder.resolve("content.json.gz");
    model.write(file);
    ContentModel read = ContentModel.read(file);
    assertThat(read.space()).isEqualTo(space);
    AttributeSpace.Reader reader = space.reader();
    int[] liked = reader.positions(item(3));
    int[] other = reader.positions(item(8));
    assertThat(read.wanted(List.of(liked, other))).isEqualTo(model.wanted(List.of(liked, other)));
    double both = ContentModel.score(model.wanted(List.of(liked, other)), other);
    assertThat((model.between(liked, other) + model.between(other, other)) / 2)
        .isCloseTo(both, org.assertj.core.data.Offset.offset(1e-3));
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    AttributeSpace space = new AttributeSpace(List.of("a=b"), new TreeMap<>());
    assertThatThrownBy(() -> new ContentModel(space, new float[3])).hasMessageContaining("4");
    assertThatThrownBy(() -> new ContentModel(space, new float[] {1, 2, Float.NaN, 3}))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> new AttributeSpace(List.of("a", "a"), new TreeMap<>()))
        .hasMessageContaining("twice");
    Path file = Files.writeString(folder.resolve("no.gz"), "no gzip");
    assertThatThrownBy(() -> ContentModel.read(file)).isInstanceOf(java.io.IOException.class);
  }
}
