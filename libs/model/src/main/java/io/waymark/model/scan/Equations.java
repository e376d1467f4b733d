package io.waymark.model.scan;

import java.util.Arrays;

/// The equations of one user, factored: as many as events that count, or as axes, whichever are
/// fewer; both are filled up with zeros to multiples of four. Not a record, because of the arrays.
final class Equations {
  private final int events;
  private final int width;

  /// `U`: an event's vector times the root of its weight, row by row.
  private final double[][] vectors;

  /// `Uᵀ`.
  private final double[][] axes;

  /// `b / √w`.
  private final double[] pulls;

  /// `C⁻¹`.
  private final double[] shrinking;

  private final boolean byEvents;
  private final Cholesky factored;

  private Equations(
      int events,
      int width,
      double[][] vectors,
      double[][] axes,
      double[] pulls,
      double[] shrinking) {
    this.events = events;
    this.width = width;
    this.vectors = vectors;
    this.axes = axes;
    this.pulls = pulls;
    this.shrinking = shrinking;
    this.byEvents = vectors.length <= shrinking.length;
    this.factored = Cholesky.of(byEvents ? ofEvents() : ofAxes());
  }

  /// The equations of what a history tells.
  ///
  /// @param penalties what one unit of weight, or one event, adds to each axis
  /// @param missing what an event pulls beyond its weight; above 0, penalties are of events
  static Equations of(Told told, Rows table, float[] penalties, float missing) {
    int width = table.width();
    double total = missing > 0 ? told.size() : told.total();
    double[] shrinking = new double[filled(width)];
    Arrays.fill(shrinking, 1);
    for (int axis = 0; axis < width; axis++) {
      shrinking[axis] = 1 / (1 + total * penalties[axis]);
    }
    double[][] vectors = new double[filled(told.size())][shrinking.length];
    double[] roots = new double[told.size()];
    double[] pulls = new double[vectors.length];
    float[] rows = table.copies(told.items(), 0, told.size());
    for (int at = 0; at < told.size(); at++) {
      roots[at] = Math.sqrt(told.weight(at));
      pulls[at] = roots[at] == 0 ? 0 : (told.weight(at) + missing) / roots[at]; // faded away
      double[] vector = vectors[at];
      for (int axis = 0; axis < width; axis++) {
        vector[axis] = roots[at] * rows[at * width + axis];
      }
    }
    double[][] axes = new double[shrinking.length][vectors.length];
    for (int axis = 0; axis < width; axis++) {
      double[] of = axes[axis];
      for (int at = 0; at < roots.length; at++) {
        of[at] = roots[at] * rows[at * width + axis];
      }
    }
    return new Equations(told.size(), width, vectors, axes, pulls, shrinking);
  }

  private static int filled(int count) {
    return (count + 3) / 4 * 4;
  }

  /// `I + U C⁻¹ Uᵀ`, from the diagonal on.
  private double[][] ofEvents() {
    double[][] system = new double[vectors.length][vectors.length];
    for (int event = 0; event < vectors.length; event += 2) {
      system[event][event] = 1;
      system[event + 1][event + 1] = 1;
      addRows(
          system[event],
          system[event + 1],
          axes,
          shrunk(vectors[event]),
          shrunk(vectors[event + 1]),
          event,
          vectors.length);
    }
    return system;
  }

  /// `C + UᵀU`, from the diagonal on.
  private double[][] ofAxes() {
    double[][] system = new double[axes.length][axes.length];
    for (int axis = 0; axis < axes.length; axis += 2) {
      system[axis][axis] = 1 / shrinking[axis];
      system[axis + 1][axis + 1] = 1 / shrinking[axis + 1];
      addRows(
          system[axis], system[axis + 1], vectors, axes[axis], axes[axis + 1], axis, axes.length);
    }
    return system;
  }

  private double[] shrunk(double[] vector) {
    double[] shrunk = new double[vector.length];
    for (int axis = 0; axis < vector.length; axis++) {
      shrunk[axis] = vector[axis] * shrinking[axis];
    }
    return shrunk;
  }

  /// Adds all rows, each times its factor.
  private static void addRows(double[] to, double[][] rows, double[] factors, int begin, int end) {
    for (int at = 0; at < rows.length; at += 4) {
      Loops.addFour(
          to,
          rows[at],
          rows[at + 1],
          rows[at + 2],
          rows[at + 3],
          factors[at],
          factors[at + 1],
          factors[at + 2],
          factors[at + 3],
          begin,
          end);
    }
  }

  /// As above, to two at once, which share what is read.
  private static void addRows(
      double[] to,
      double[] other,
      double[][] rows,
      double[] factors,
      double[] others,
      int begin,
      int end) {
    for (int at = 0; at < rows.length; at += 4) {
      Loops.addFourToTwo(
          to,
          other,
          rows[at],
          rows[at + 1],
          rows[at + 2],
          rows[at + 3],
          factors[at],
          factors[at + 1],
          factors[at + 2],
          factors[at + 3],
          others[at],
          others[at + 1],
          others[at + 2],
          others[at + 3],
          begin,
          end);
    }
  }

  /// The user's vector.
  float[] user() {
    double[] sum = new double[axes.length];
    if (byEvents) {
      double[] solved = pulls.clone();
      factored.solve(solved);
      addRows(sum, vectors, solved, 0, sum.length);
      sum = shrunk(sum);
    } else {
      addRows(sum, vectors, pulls, 0, sum.length);
      factored.solve(sum);
    }
    float[] user = new float[width];
    for (int axis = 0; axis < width; axis++) {
      user[axis] = (float) sum[axis];
    }
    return user;
  }

  /// What each event adds to the scores of these items: a row for each event.
  double[][] parts(int[] items, Rows table) {
    double[][] wanted = new double[axes.length][items.length];
    float[] rows = table.copies(items, 0, items.length);
    for (int axis = 0; axis < width; axis++) {
      double[] of = wanted[axis];
      double factor = byEvents ? shrinking[axis] : 1;
      for (int slot = 0; slot < items.length; slot++) {
        of[slot] = rows[slot * width + axis] * factor;
      }
    }
    if (!byEvents) {
      factored.solve(wanted);
    }
    double[][] parts = new double[vectors.length][items.length];
    for (int event = 0; event < vectors.length; event += 2) {
      addRows(
          parts[event],
          parts[event + 1],
          wanted,
          vectors[event],
          vectors[event + 1],
          0,
          items.length);
    }
    if (byEvents) {
      factored.solve(parts);
    }
    for (int event = 0; event < events; event++) {
      for (int slot = 0; slot < items.length; slot++) {
        parts[event][slot] *= pulls[event];
      }
    }
    return parts;
  }
}
