package io.waymark.files;

import io.waymark.files.InteractionFile.Outcome;
import io.waymark.interactions.Cell;
import io.waymark.interactions.Interaction;
import io.waymark.interactions.InteractionBounds;
import io.waymark.interactions.InteractionDetails;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.InteractionType;
import io.waymark.tenancy.EventId;
import io.waymark.tenancy.ItemId;
import io.waymark.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;

/// Interactions that stand one after the other in a file, in columns, and what stands between them
/// and is none. Ids and types are numbers of [Texts]. One is filled again and again; what its
/// columns held before is then gone.
public final class InteractionBlock {
  /// The time of a row that has none.
  public static final long NO_TIME = Long.MIN_VALUE;

  static final int NO_POSITION = -1;
  private static final int MOST = 1 << 16;
  private static final int MOST_REJECTED = 1 << 12;

  /// Of rejected rows, which are held whole.
  private static final long MOST_CHARACTERS = 1 << 24;

  /// As many bits as there are.
  private static final int MOST_OTHERS = Long.SIZE;

  private final InteractionParser parser;
  private final InteractionBounds bounds;
  private Texts users = new Texts(InteractionBlock::isUser);
  private Texts items = new Texts(InteractionBlock::isItem);
  private Texts types = new Texts(InteractionBlock::isType);
  private final List<String> others = new ArrayList<>();
  private final List<Outcome.Rejected> rejected = new ArrayList<>();
  private Optional<Outcome.Unreadable> end = Optional.empty();
  private int size;
  private long rejectedCharacters;
  private long last;

  final long[] line = new long[MOST];
  final int[] user = new int[MOST];
  final int[] item = new int[MOST];
  final int[] type = new int[MOST];
  final long[] time = new long[MOST];
  final double[] rating = new double[MOST];
  final double[] value = new double[MOST];
  final double[] seconds = new double[MOST];
  final int[] position = new int[MOST];
  final String[] eventId = new String[MOST];
  final String[] recommendationId = new String[MOST];

  /// A bit for each of the further columns in which a row has a value.
  final long[] further = new long[MOST];

  InteractionBlock(InteractionParser parser) {
    this.parser = parser;
    this.bounds = parser.bounds();
    Arrays.fill(time, NO_TIME);
    Arrays.fill(rating, Double.NaN);
    Arrays.fill(value, Double.NaN);
    Arrays.fill(seconds, Double.NaN);
    Arrays.fill(position, NO_POSITION);
    Arrays.fill(eventId, "");
    Arrays.fill(recommendationId, "");
  }

  static boolean isUser(String text) {
    return isId(text, UserId::new);
  }

  static boolean isItem(String text) {
    return isId(text, ItemId::new);
  }

  static boolean isType(String text) {
    return isId(text, InteractionType::new);
  }

  private static boolean isId(String text, Function<String, ?> make) {
    try {
      Object _ = make.apply(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// How many interactions there are.
  public int size() {
    return size;
  }

  /// Where a row stands in the file, as [TableRow#line].
  public long line(int row) {
    return line[row];
  }

  /// Number of the row's user in [#users].
  public int user(int row) {
    return user[row];
  }

  /// Number of the row's item in [#items].
  public int item(int row) {
    return item[row];
  }

  /// Number of the row's type in [#types].
  public int type(int row) {
    return type[row];
  }

  /// Milliseconds since 1970, or [#NO_TIME].
  public long time(int row) {
    return time[row];
  }

  /// 0–5; NaN where the row has none.
  public double rating(int row) {
    return rating[row];
  }

  /// NaN where the row has none.
  public double value(int row) {
    return value[row];
  }

  /// NaN where the row has none.
  public double durationSeconds(int row) {
    return seconds[row];
  }

  /// The row's name.
  public Optional<EventId> eventId(int row) {
    return text(eventId[row]).map(EventId::new);
  }

  /// The same as a text; empty where the row has none.
  public String eventIdText(int row) {
    return eventId[row];
  }

  /// The answer in which the user met the item.
  public Optional<String> recommendationId(int row) {
    return text(recommendationId[row]);
  }

  /// Where in that answer; below 0 where the row does not say.
  public int position(int row) {
    return position[row];
  }

  /// The users so far. After many there are others: numbers of one say nothing in another.
  public Texts users() {
    return users;
  }

  /// As [#users].
  public Texts items() {
    return items;
  }

  /// As [#users].
  public Texts types() {
    return types;
  }

  /// The further columns in which a row has a value as a set of bits: 0 where there is none, and
  /// the same where rows have the same.
  public long furtherBits(int row) {
    return further[row];
  }

  /// Names of further columns in which a row has a value.
  public List<String> further(int row) {
    if (further[row] == 0) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (long left = further[row]; left != 0; left &= left - 1) {
      names.add(others.get(Long.numberOfTrailingZeros(left)));
    }
    return names;
  }

  /// A row as an object of its own.
  public Interaction interaction(int row) {
    return new Interaction(
        new UserId(users.text(user[row])),
        new ItemId(items.text(item[row])),
        new InteractionType(types.text(type[row])),
        time[row] == NO_TIME ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time[row])),
        new InteractionDetails(
            number(rating[row]),
            number(value[row]),
            number(seconds[row]),
            recommendationId(row),
            position[row] == NO_POSITION ? OptionalInt.empty() : OptionalInt.of(position[row])),
        eventId(row));
  }

  private static OptionalDouble number(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  private static Optional<String> text(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /// Rows of this part of the file that are no interactions, in its order.
  public List<Outcome.Rejected> rejected() {
    return rejected;
  }

  /// Why nothing behind this can be read; empty where more can, or the file ends.
  public Optional<Outcome.Unreadable> end() {
    return end;
  }

  InteractionBounds bounds() {
    return bounds;
  }

  boolean isFull() {
    return size == MOST
        || rejected.size() >= MOST_REJECTED
        || rejectedCharacters >= MOST_CHARACTERS
        || end.isPresent();
  }

  /// How many rows more it can take.
  int room() {
    return MOST - size;
  }

  /// Forgets all rows.
  void clear() {
    size = 0;
    rejected.clear();
    rejectedCharacters = 0;
    if (users.isFull()) {
      users = new Texts(InteractionBlock::isUser);
    }
    if (items.isFull()) {
      items = new Texts(InteractionBlock::isItem);
    }
    if (types.isFull()) {
      types = new Texts(InteractionBlock::isType);
    }
  }

  /// Where the columns of the next row are written, all that the file has, before [#take].
  int next() {
    return size;
  }

  /// Takes the next row as it was written.
  void take() {
    last = line[size++];
  }

  /// Where the row stood that was read last, also into blocks before.
  long lastLine() {
    return last;
  }

  /// Takes a row, whatever it is.
  void add(TableRow row) {
    switch (InteractionFile.outcome(row, parser)) {
      case Outcome.Unreadable broken -> end = Optional.of(broken);
      case Outcome.Rejected bad -> {
        rejected.add(bad);
        rejectedCharacters += characters(bad.row());
        last = bad.line();
      }
      case Outcome.Accepted good -> {
        write(good.interaction(), good.line());
        further[size] = furtherOf(good.row());
        take();
      }
    }
  }

  private static long characters(TableRow row) {
    return switch (row) {
      case TableRow.Row fields ->
          fields.names().stream().mapToLong(name -> characters(fields.cell(name))).sum();
      case TableRow.Malformed bad -> bad.raw().length();
      case TableRow.Unreadable _ -> 0;
    };
  }

  private static long characters(Cell cell) {
    return switch (cell) {
      case Cell.Text text -> text.value().length();
      case Cell.Nested nested -> nested.json().length();
      case Cell.Absent _, Cell.Whole _, Cell.Decimal _, Cell.Flag _, Cell.Moment _ -> 0;
    };
  }

  private void write(Interaction row, long at) {
    line[size] = at;
    user[size] = users.number(row.user().value());
    item[size] = items.number(row.item().value());
    type[size] = types.number(row.type().value());
    time[size] = row.timestamp().map(Instant::toEpochMilli).orElse(NO_TIME);
    InteractionDetails details = row.details();
    rating[size] = details.rating().orElse(Double.NaN);
    value[size] = details.value().orElse(Double.NaN);
    seconds[size] = details.durationSeconds().orElse(Double.NaN);
    position[size] = details.position().orElse(NO_POSITION);
    eventId[size] = row.eventId().map(EventId::value).orElse("");
    recommendationId[size] = details.recommendationId().orElse("");
  }

  private long furtherOf(TableRow.Row row) {
    long bits = 0;
    for (String name : row.names()) {
      if (!InteractionParser.FIELDS.contains(name) && !(row.cell(name) instanceof Cell.Absent)) {
        bits |= bit(name);
      }
    }
    return bits;
  }

  /// The bit of a further column; where there are too many of them, that of another.
  long bit(String name) {
    int at = others.indexOf(name);
    if (at >= 0) {
      return 1L << at;
    }
    if (others.size() < MOST_OTHERS) {
      others.add(name);
    }
    return 1L << (others.size() - 1);
  }
}
