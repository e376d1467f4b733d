package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import io.waymark.model.PackedProducts;
import java.util.ArrayList;
import java.util.List;

/// The vectors of all items in bytes, for one user at a time, whose vector is rounded to bytes too.
/// What is found by it is computed again from the vectors themselves. Threads may share it.
final class PackedTable implements AutoCloseable {
  private final Rounding rounding;
  private final PackedProducts products;
  private final int items;

  private PackedTable(Rounding rounding, PackedProducts products, int items) {
    this.rounding = rounding;
    this.products = products;
    this.items = items;
  }

  static PackedTable of(Vectors table, int items) {
    Rounding rounding = new Rounding(table, items);
    return new PackedTable(
        rounding, PackedProducts.of(items, rounding.width(), rounding::copy), items);
  }

  /// A user's vector, so that its products with the items' bytes are scores.
  ScaledVector scaled(float[] user) {
    return rounding.user(user, 0);
  }

  /// Looks at all items for each search that has a vector to look with, one after the other.
  ///
  /// @return those whose vector is 0: all that products say is that all are alike
  List<Search> look(List<Search> searches) {
    List<Search> rest = new ArrayList<>();
    for (Search search : searches) {
      ScaledVector user = scaled(search.scoring().vector());
      if (user.error() > 0) {
        multiply(user, new Sweep(List.of(search), List.of(user), items));
        search.settle();
      } else {
        rest.add(search);
      }
    }
    return rest;
  }

  /// The products of all items with a user.
  void multiply(ScaledVector user, ByteProducts.Listener listener) {
    products.multiply(user.numbers(), listener);
  }

  @Override
  public void close() {
    products.close();
  }
}
