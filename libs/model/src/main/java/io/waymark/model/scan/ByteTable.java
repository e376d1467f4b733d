package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import io.waymark.model.ByteRange;
import java.util.ArrayList;
import java.util.List;

/// The vectors of all items in bytes, for one user or many at once, whose vectors are rounded to
/// bytes too. What may be among the best by it is computed from the vectors themselves. Threads may
/// share it.
final class ByteTable implements AutoCloseable {
  private final Rounding rounding;
  private final ByteProducts products;
  private final int items;

  private ByteTable(Rounding rounding, ByteProducts products, int items) {
    this.rounding = rounding;
    this.products = products;
    this.items = items;
  }

  static ByteTable of(Vectors table, int items) {
    return of(table, items, ByteRange.here());
  }

  static ByteTable of(Vectors table, int items, ByteRange range) {
    Rounding rounding = new Rounding(table, items, range);
    return new ByteTable(
        rounding, ByteProducts.of(items, rounding.width(), range, rounding::copy), items);
  }

  /// A user's vector, so that its products with the items' bytes are scores.
  ScaledVector scaled(float[] user) {
    return rounding.user(user);
  }

  /// Looks at all items for each search that has a vector to look with.
  ///
  /// @return those whose vector is 0: all that products say is that all are alike
  List<Search> look(List<Search> searches) {
    List<Search> looking = new ArrayList<>();
    List<ScaledVector> users = new ArrayList<>();
    List<Search> rest = new ArrayList<>();
    for (Search search : searches) {
      ScaledVector user = scaled(search.scoring().vector());
      if (user.error() > 0) {
        looking.add(search);
        users.add(user);
      } else {
        rest.add(search);
      }
    }
    if (!looking.isEmpty()) {
      multiply(users, new Sweep(looking, users, items));
    }
    return rest;
  }

  /// The products of all items with each user.
  void multiply(List<ScaledVector> users, ByteProducts.Listener listener) {
    byte[] vectors = new byte[rounding.width() * users.size()];
    for (int at = 0; at < users.size(); at++) {
      byte[] numbers = users.get(at).numbers();
      System.arraycopy(numbers, 0, vectors, at * numbers.length, numbers.length);
    }
    products.multiply(vectors, users.size(), listener);
  }

  @Override
  public void close() {
    products.close();
  }
}
