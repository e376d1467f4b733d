package io.waymark.model.catalogue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What every item of a catalogue has under one attribute, by position. Immutable.
public sealed interface Column {
  /// The value as a filter sees it; empty where the item has none.
  Optional<Object> value(int position);

  /// About how much memory it takes beside the catalogue.
  long bytes();

  static Column of(List<Optional<Object>> values, Catalogue.Kind kind) {
    return switch (kind) {
      case NUMBER -> new Numbers(values);
      case TEXT, TEXTS, FLAG -> new Coded(values);
    };
  }

  /// Finite numbers, as a primitive array.
  final class Numbers implements Column {
    private final double[] values;
    private final BitSet present;

    private Numbers(List<Optional<Object>> values) {
      this.values = new double[values.size()];
      this.present = new BitSet(values.size());
      for (int at = 0; at < values.size(); at++) {
        if (values.get(at).orElse("") instanceof Double number) {
          this.values[at] = number;
          present.set(at);
        }
      }
    }

    @Override
    public Optional<Object> value(int position) {
      return present.get(position) ? Optional.of(values[position]) : Optional.empty();
    }

    /// By position, 0 where missing; nobody changes them.
    public double[] values() {
      return values;
    }

    /// The positions that have a value; nobody changes the set.
    public BitSet present() {
      return present;
    }

    @Override
    public long bytes() {
      return (long) Double.BYTES * values.length + values.length / Byte.SIZE;
    }
  }

  /// Texts, lists of texts or flags. Each distinct value has a code, by which it stands at its
  /// positions: what holds for a value is found out once, however many items have it.
  final class Coded implements Column {
    /// A reference, and the object that it leads to; the text itself is the item's.
    private static final long BYTES_OF_A_VALUE = 24;

    private final int[] codes;
    private final List<Optional<Object>> distinct;

    private Coded(List<Optional<Object>> values) {
      this.codes = new int[values.size()];
      List<Optional<Object>> found = new ArrayList<>();
      Map<String, Integer> known = new HashMap<>();
      for (int at = 0; at < codes.length; at++) {
        @Nullable Integer code = known.putIfAbsent(key(values.get(at)), found.size());
        codes[at] = code == null ? found.size() : code;
        if (code == null) {
          found.add(values.get(at));
        }
      }
      this.distinct = List.copyOf(found);
    }

    /// Another text for each value of a kind. Texts can be ordered, so that a map finds them as
    /// quickly where somebody chose them to have one hash code.
    private static String key(Optional<Object> value) {
      return switch (value.orElse("")) {
        case List<?> texts ->
            texts.stream()
                .map(text -> text.toString().length() + ":" + text)
                .collect(Collectors.joining());
        case Object single -> single.toString();
      };
    }

    @Override
    public Optional<Object> value(int position) {
      return distinct.get(codes[position]);
    }

    /// Every value that some item has, "none" among them where one has none, by code.
    public List<Optional<Object>> distinct() {
      return distinct;
    }

    public int code(int position) {
      return codes[position];
    }

    @Override
    public long bytes() {
      return (long) Integer.BYTES * codes.length + BYTES_OF_A_VALUE * distinct.size();
    }
  }
}
