package io.waymark.model.scan;

import io.waymark.model.ByteProducts;
import java.util.ArrayList;
import java.util.List;

/// The vectors of all items in bytes: each axis divided by its largest number, in 107 steps up and
/// as many down. For many users at once, whose vectors are rounded to bytes too. What is found by
/// it is computed again from the vectors themselves. Threads may share it.
final class ByteTable implements AutoCloseable {
  /// What stands for 0.
  static final int ZERO = 107;

  private static final int STEPS = ByteProducts.MOST_OF_ROWS - ZERO;

  /// Single precision, of what is added up.
  private static final double SINGLE = 0x1p-23;

  private final ByteProducts products;
  private final int items;

  /// Of each axis, the size of a step.
  private final float[] steps;

  /// The longest item, in steps.
  private final double longest;

  /// The longest of what rounding left of an item, in steps.
  private final double furthest;

  private ByteTable(Making made, int items) {
    this.items = items;
    this.steps = made.steps;
    this.products = ByteProducts.of(items, steps.length, made);
    this.longest = Math.sqrt(made.longest);
    this.furthest = Math.sqrt(made.furthest);
  }

  static ByteTable of(Vectors table, int items) {
    return new ByteTable(new Making(table, items), items);
  }

  /// Rounds item after item.
  private static final class Making implements ByteProducts.Source {
    private final Vectors table;
    private final float[] row;
    private final float[] steps;
    private double longest;
    private double furthest;

    Making(Vectors table, int items) {
      this.table = table;
      this.row = new float[table.width()];
      this.steps = table.largest(items);
      for (int axis = 0; axis < steps.length; axis++) {
        steps[axis] /= STEPS;
      }
    }

    @Override
    public void copy(int item, byte[] to) {
      table.copy(item, row);
      double length = 0;
      double left = 0;
      for (int axis = 0; axis < row.length; axis++) {
        float exact = row[axis] / steps[axis];
        int rounded = Math.clamp(Math.round(exact), -STEPS, STEPS);
        to[axis] = (byte) (ZERO + rounded);
        length += (double) rounded * rounded;
        left += ((double) exact - rounded) * ((double) exact - rounded);
      }
      longest = Math.max(longest, length);
      furthest = Math.max(furthest, left);
    }
  }

  /// A user's vector, so that its products with the items' bytes are scores.
  ScaledVector scaled(float[] user) {
    double most = Float.MIN_NORMAL;
    for (int axis = 0; axis < user.length; axis++) {
      most = Math.max(most, Math.abs((double) user[axis] * steps[axis]));
    }
    double unit = most / ByteProducts.MOST_OF_VECTORS;
    byte[] rounded = new byte[user.length];
    double sum = 0;
    double squares = 0;
    double left = 0;
    for (int axis = 0; axis < user.length; axis++) {
      double exact = (double) user[axis] * steps[axis];
      rounded[axis] = (byte) Math.round(exact / unit);
      double off = exact - unit * rounded[axis];
      sum += Math.abs(exact);
      squares += exact * exact;
      left += off * off;
    }
    // A product of what was rounded away is at most that of the lengths.
    double error =
        Math.sqrt(squares) * furthest
            + Math.sqrt(left) * longest
            + (2 * user.length + 8) * SINGLE * STEPS * sum;
    return new ScaledVector(rounded, unit, (float) (error * (1 + SINGLE)));
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
    byte[] vectors = new byte[steps.length * users.size()];
    for (int axis = 0, place = 0; axis < steps.length; axis++) {
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
