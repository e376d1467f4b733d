package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import java.util.ArrayList;
import java.util.List;

/// The vectors of all items in bytes, for many users at once, whose vectors are rounded to bytes
/// too. What is found by it is computed again from the vectors themselves. Threads may share it.
final class ByteTable implements AutoCloseable {
  /// What stands for 0.
  private static final int ZERO = ByteProducts.MOST_OF_ROWS / 2;

  private final Rounding rounding;
  private final ByteProducts products;
  private final int items;

  private ByteTable(Rounding rounding, int items) {
    this.items = items;
    this.rounding = rounding;
    this.products = ByteProducts.of(items, rounding.width(), this::copy);
  }

  static ByteTable of(Vectors table, int items) {
    return new ByteTable(new Rounding(table, items), items);
  }

  private void copy(int item, byte[] to) {
    rounding.copy(item, to);
    for (int axis = 0; axis < to.length; axis++) {
      to[axis] = (byte) (to[axis] + ZERO);
    }
  }

  /// A user's vector, so that its products with the items' bytes are scores.
  ScaledVector scaled(float[] user) {
    return rounding.user(user, ZERO);
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
      looking.forEach(Search::settle);
    }
    return rest;
  }

  /// The products of all items with each user.
  void multiply(List<ScaledVector> users, ByteProducts.Listener listener) {
    byte[] vectors = new byte[rounding.width() * users.size()];
    for (int axis = 0, place = 0; axis < rounding.width(); axis++) {
      for (ScaledVector user : users) {
        vectors[place++] = user.number(axis);
      }
    }
    products.multiply(vectors, users.size(), listener);
  }

  /// What it takes outside of the heap.
  long bytes() {
    return products.bytes();
  }

  @Override
  public void close() {
    products.close();
  }
}
