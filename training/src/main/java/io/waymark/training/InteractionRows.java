package io.waymark.training;

import io.waymark.files.InteractionBlock;
import io.waymark.files.Texts;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionType;
import io.waymark.interactions.InteractionWeights;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Gathers rows and makes the matrix of them. Impressions are counted and left out: being shown an
/// item says nothing about taste.
public final class InteractionRows {
  private final Ids users = new Ids();
  private final Ids items = new Ids();
  private final PassedOver passedOver = new PassedOver();
  private long[] keys = new long[1 << 12];
  private float[] weights = new float[1 << 12];
  private long[] times = new long[1 << 12];
  private int size;
  private long read;

  /// Takes a row whose weight follows from its type and rating.
  public void add(Interaction interaction) {
    float value = value(interaction.type(), interaction.details().rating());
    if (value == 0) {
      read++;
    } else {
      addEntry(interaction, value);
    }
  }

  /// As above, with a weight that the caller knows, see [io.waymark.interactions.WeightColumn].
  public void add(Interaction interaction, float weight) {
    addEntry(interaction, weight < 0 ? InteractionMatrix.REFUSED : weight);
  }

  private void addEntry(Interaction interaction, float value) {
    add(
        interaction.user().value(),
        interaction.item().value(),
        value,
        interaction.timestamp().map(Instant::toEpochMilli).orElse(InteractionMatrix.NO_TIME));
  }

  /// Takes the rows of a part of a file, each as above.
  public void add(InteractionBlock block) {
    List<InteractionType> types = new ArrayList<>(block.types().size());
    float[] unrated = new float[block.types().size()];
    for (int type = 0; type < unrated.length; type++) {
      types.add(new InteractionType(block.types().text(type)));
      unrated[type] = value(types.get(type), OptionalDouble.empty());
    }
    for (int row = 0; row < block.size(); row++) {
      int type = block.type(row);
      double rating = block.rating(row);
      float value =
          Double.isNaN(rating) ? unrated[type] : value(types.get(type), OptionalDouble.of(rating));
      if (value == 0) {
        read++;
      } else {
        int user = users.place(block.users(), block.user(row));
        add(user, items.place(block.items(), block.item(row)), value, block.time(row));
      }
    }
    block.rejected().forEach(bad -> passedOver.add(bad.line(), bad.reasons().getFirst()));
  }

  /// As [InteractionMatrix] has it; 0 says nothing.
  private static float value(InteractionType type, OptionalDouble rating) {
    float weight = (float) InteractionWeights.of(type, rating);
    if (weight >= 0) {
      return weight;
    }
    return type.equals(InteractionType.RATING)
        ? InteractionMatrix.RATED_LOW
        : InteractionMatrix.REFUSED;
  }

  /// Takes a row in parts.
  ///
  /// @param value as [InteractionMatrix] has it
  /// @param time milliseconds since 1970, or [InteractionMatrix#NO_TIME]
  public void add(String user, String item, float value, long time) {
    add(users.place(user), items.place(item), value, time);
  }

  private void add(int user, int item, float value, long time) {
    read++;
    if (size == keys.length) {
      if (size >= 1 << 30) {
        throw new IllegalArgumentException("more rows than one machine trains on");
      }
      keys = Arrays.copyOf(keys, size * 2);
      weights = Arrays.copyOf(weights, size * 2);
      times = Arrays.copyOf(times, size * 2);
    }
    keys[size] = (long) user << 32 | item;
    weights[size] = value;
    times[size++] = time;
  }

  /// The rows of the file that were no interactions.
  public PassedOver passedOver() {
    return passedOver;
  }

  /// Interactions seen, impressions and repeats included.
  public long read() {
    return read;
  }

  public InteractionMatrix toMatrix() {
    List<String> userIds = new ArrayList<>(users.places.size());
    List<String> itemIds = new ArrayList<>(items.places.size());
    int[] userAt = users.order(userIds);
    int[] itemAt = items.order(itemIds);
    int[] starts = new int[userIds.size() + 1];
    long[] sorted = new long[size];
    for (int at = 0; at < size; at++) {
      sorted[at] = (long) userAt[(int) (keys[at] >>> 32)] << 32 | itemAt[(int) keys[at]];
      starts[(int) (sorted[at] >>> 32) + 1]++;
    }
    for (int user = 0; user < userIds.size(); user++) {
      starts[user + 1] += starts[user];
    }
    int[] next = Arrays.copyOf(starts, userIds.size());
    int[] byUser = new int[size];
    for (int at = 0; at < size; at++) {
      byUser[next[(int) (sorted[at] >>> 32)]++] = at;
    }
    return merge(userIds, itemIds, sorted, starts, byUser);
  }

  private InteractionMatrix merge(
      List<String> userIds, List<String> itemIds, long[] sorted, int[] starts, int[] byUser) {
    int[] merged = new int[userIds.size() + 1];
    int[] columns = new int[size];
    float[] values = new float[size];
    long[] newest = new long[size];
    int count = 0;
    for (int user = 0; user < userIds.size(); user++) {
      // Item, then position in the file, in one number: sorting it is stable by construction.
      long[] own = new long[starts[user + 1] - starts[user]];
      for (int at = 0; at < own.length; at++) {
        int row = byUser[starts[user] + at];
        own[at] = (sorted[row] & 0xffffffffL) << 32 | row;
      }
      Arrays.sort(own);
      for (int at = 0; at < own.length; ) {
        int column = (int) (own[at] >>> 32);
        Entry entry = new Entry();
        for (; at < own.length && (int) (own[at] >>> 32) == column; at++) {
          entry.take(weights[(int) own[at]], times[(int) own[at]]);
        }
        columns[count] = column;
        values[count] = entry.value();
        newest[count++] = entry.time();
      }
      merged[user + 1] = count;
    }
    Csr entries =
        new Csr(
            itemIds.size(), merged, Arrays.copyOf(columns, count), Arrays.copyOf(values, count));
    return new InteractionMatrix(userIds, itemIds, entries, Arrays.copyOf(newest, count));
  }

  /// One user's rows on one item. A refusal stands unless something newer takes it back; at equal
  /// times, or without times, refusals stand.
  private static final class Entry {
    private float strongest;
    private long liked = InteractionMatrix.NO_TIME;
    private float refusal;
    private long refused = InteractionMatrix.NO_TIME;
    private long seen = InteractionMatrix.NO_TIME;

    void take(float weight, long time) {
      seen = Math.max(seen, time);
      if (weight > 0) {
        strongest = Math.max(strongest, weight);
        liked = Math.max(liked, time);
      } else if (weight < 0) {
        if (refusal == 0 || time > refused) {
          refusal = weight;
          refused = time;
        } else if (time == refused) {
          refusal = Math.min(refusal, weight);
        }
      }
    }

    float value() {
      return refusal == 0 || (strongest > 0 && liked > refused) ? strongest : refusal;
    }

    long time() {
      return seen;
    }
  }

  /// Ids in the order in which they came.
  private static final class Ids {
    private static final int UNKNOWN = -1;

    private final Map<String, Integer> places = new HashMap<>();

    /// Places of the texts of a file by their numbers, as far as they are known.
    private int[] known = {};

    private @Nullable Texts texts;

    int place(String id) {
      return places.computeIfAbsent(id, _ -> places.size());
    }

    int place(Texts of, int number) {
      if (of != texts) {
        texts = of;
        known = new int[0];
      }
      if (number >= known.length) {
        int before = known.length;
        known = Arrays.copyOf(known, Math.max(of.size(), 2 * before));
        Arrays.fill(known, before, known.length, UNKNOWN);
      }
      if (known[number] == UNKNOWN) {
        known[number] = place(of.text(number));
      }
      return known[number];
    }

    /// Fills `sorted` and says where each stands in it.
    int[] order(List<String> sorted) {
      sorted.addAll(places.keySet());
      sorted.sort(Comparator.naturalOrder());
      int[] at = new int[sorted.size()];
      for (int position = 0; position < at.length; position++) {
        at[places.getOrDefault(sorted.get(position), 0)] = position;
      }
      return at;
    }
  }
}
