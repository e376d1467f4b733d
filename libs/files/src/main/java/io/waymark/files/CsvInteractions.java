package io.waymark.files;

import io.waymark.interactions.InteractionBounds;
import io.waymark.interactions.InteractionParser;
import io.waymark.interactions.InteractionType;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/// Takes plain rows of interactions from the bytes of a CSV file: of ASCII, without quotes, their
/// numbers and times written as nearly all are, nothing wrong with them. It stops before the first
/// row that is not, which is for [CsvLines] to take apart and for [InteractionParser] to judge.
final class CsvInteractions {
  private static final int NEXT_FIELD = 1;
  private static final int NEXT_LINE = 2;
  private static final int ODD = 3;

  /// What [#row] says where it took none.
  private static final int NOT_PLAIN = -1;

  /// Longer lines are for others.
  private static final int LONGEST_LINE = 1 << 16;

  /// So many rows are few enough that their bytes stay near the processor.
  private static final int TOGETHER = 128;

  /// So many make a whole number that a double holds exactly.
  private static final int MOST_DIGITS = 15;

  private static final double[] POWERS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /// Numbers from here on are milliseconds, see `Timestamps`.
  private static final long LEAST_MILLIS = 100_000_000_000L;

  private static final int DATE = "0000-00-00".length();
  private static final int SECONDS = "0000-00-00T00:00:00".length();
  private static final int MOST_FRACTION = 9;

  /// What the columns are to an interaction.
  private enum Role {
    USER,
    ITEM,
    TYPE,
    TIME,
    RATING,
    VALUE,
    SECONDS,
    FURTHER,

    /// What has rules of its own, and stands in few files.
    RARE
  }

  private final ByteLines lines;
  private final Role[] roles;
  private final String[] names;
  private final boolean hasIds;
  private final boolean hasRare;

  /// What a byte means; 0 where it is part of a value.
  private final byte[] kinds = new byte[256];

  private final int[] begins = new int[TOGETHER];
  private final Ids users = new Ids();
  private final Ids items = new Ids();

  @SuppressWarnings("UnusedVariable") // written, lest the compiler leave out what it was read for
  private int touched;

  private final byte[] date = new byte[DATE];
  private long day;
  private int view;

  CsvInteractions(ByteLines lines, char separator, List<String> columns) {
    this.lines = lines;
    this.names = columns.toArray(String[]::new);
    this.roles = columns.stream().map(CsvInteractions::role).toArray(Role[]::new);
    this.hasRare = List.of(roles).contains(Role.RARE);
    this.hasIds = List.of(roles).containsAll(List.of(Role.USER, Role.ITEM)); // else none is plain
    for (int each = 0; each < kinds.length; each++) {
      kinds[each] = each < ' ' || each == '"' || each >= 0x7f ? ODD : (byte) 0;
    }
    kinds['\n'] = NEXT_LINE;
    kinds['\r'] = NEXT_LINE;
    kinds[separator] = NEXT_FIELD;
  }

  private static Role role(String column) {
    return switch (column) {
      case InteractionParser.USER_ID -> Role.USER;
      case InteractionParser.ITEM_ID -> Role.ITEM;
      case InteractionParser.TYPE -> Role.TYPE;
      case InteractionParser.TIMESTAMP -> Role.TIME;
      case InteractionParser.RATING -> Role.RATING;
      case InteractionParser.VALUE -> Role.VALUE;
      case InteractionParser.DURATION_SECONDS -> Role.SECONDS;
      default -> InteractionParser.FIELDS.contains(column) ? Role.RARE : Role.FURTHER;
    };
  }

  /// Reads plain rows until the block is full, or something else comes, or the file ends.
  void read(InteractionBlock block) throws IOException {
    while (hasIds
        && takeRows(block)
        && !lines.isDrained()
        && lines.limit() - lines.position() < LONGEST_LINE) {
      boolean _ = lines.more(); // or else it is drained, and what is left is whole
    }
  }

  /// Takes what rows are whole.
  ///
  /// @return false where more bytes would not help
  private boolean takeRows(InteractionBlock block) {
    byte[] bytes = lines.bytes();
    int limit = lines.limit();
    bytes[limit] = '\n'; // so that nothing need look for the limit
    view = block.types().number(InteractionType.VIEW.value());
    boolean plain = true;
    int before = -1;
    while (plain && lines.position() > before && !block.isFull()) {
      before = lines.position();
      plain = takeSome(block, bytes, limit);
    }
    return plain && !block.isFull();
  }

  /// Takes a few rows: their ids are looked up together, since each by itself waits for memory.
  ///
  /// @return whether all were plain
  private boolean takeSome(InteractionBlock block, byte[] bytes, int limit) {
    int room = Math.min(TOGETHER, block.room());
    int rows = 0;
    int at = lines.position();
    long number = lines.number();
    boolean plain = true;
    boolean whole = true;
    while (plain && whole && at < limit && rows < room) {
      begins[rows] = at;
      block.line[block.next() + rows] = number + 1;
      boolean empty = kinds[bytes[at] & 0xff] == NEXT_LINE;
      int end = empty ? at : row(block, rows, bytes, at);
      plain = end != NOT_PLAIN;
      whole = end < limit - 1 || lines.isDrained(); // else it may go on, or be half of CR LF
      if (plain && whole) {
        rows += empty ? 0 : 1;
        number++;
        at = end + (bytes[end] == '\r' && bytes[end + 1] == '\n' ? 2 : 1);
      }
    }
    int first = block.next();
    int taken = takeIds(block, bytes, rows);
    if (taken < rows) {
      plain = false;
      at = begins[taken];
      number = block.line[first + taken] - 1;
    }
    lines.skipTo(Math.min(at, limit), number - lines.number());
    return plain;
  }

  /// @return of how many rows the ids are some; the one behind them is not plain
  private int takeIds(InteractionBlock block, byte[] bytes, int rows) {
    touched += users.touch(block.users(), rows) + items.touch(block.items(), rows);
    for (int at = 0; at < rows; at++) {
      int user = users.number(block.users(), bytes, at);
      int item = items.number(block.items(), bytes, at);
      if (user < 0 || item < 0) {
        return at;
      }
      block.user[block.next()] = user;
      block.item[block.next()] = item;
      block.take();
    }
    return rows;
  }

  /// Where the ids of a few rows stand.
  private static final class Ids {
    final int[] begins = new int[TOGETHER];
    final int[] ends = new int[TOGETHER];
    final long[] hashes = new long[TOGETHER];

    boolean set(int row, int from, int to, long hash) {
      begins[row] = from;
      ends[row] = to;
      hashes[row] = hash;
      return from < to;
    }

    int touch(Texts texts, int rows) {
      return texts.touch(hashes, rows);
    }

    int number(Texts texts, byte[] bytes, int row) {
      return texts.number(bytes, begins[row], ends[row], hashes[row]);
    }
  }

  /// Writes a row into the block, but for its ids.
  ///
  /// @param ahead how many rows come before it that are not taken yet
  /// @return where its line ends; below 0 where it is not plain
  private int row(InteractionBlock block, int ahead, byte[] bytes, int from) {
    block.further[block.next() + ahead] = 0;
    block.type[block.next() + ahead] = view;
    if (hasRare) { // which are empty in a plain row; the row before in this place may have had some
      block.eventId[block.next() + ahead] = "";
      block.recommendationId[block.next() + ahead] = "";
      block.position[block.next() + ahead] = InteractionBlock.NO_POSITION;
    }
    int at = from;
    for (int column = 0; column < roles.length; column++) {
      int start = at;
      long hash = Texts.first();
      byte kind = kinds[bytes[at] & 0xff];
      while (kind == 0) {
        hash = Texts.next(hash, bytes[at++]);
        kind = kinds[bytes[at] & 0xff];
      }
      boolean ends = column == roles.length - 1;
      if (kind != (ends ? NEXT_LINE : NEXT_FIELD)
          || !cell(block, ahead, column, bytes, start, at, hash)) {
        return NOT_PLAIN;
      }
      at++;
    }
    return at - 1;
  }

  /// Writes a value into the block.
  ///
  /// @return whether it is plain
  private boolean cell(
      InteractionBlock block, int ahead, int column, byte[] bytes, int from, int to, long hash) {
    int row = block.next() + ahead;
    InteractionBounds bounds = block.bounds();
    return switch (roles[column]) {
      case USER -> users.set(ahead, from, to, hash);
      case ITEM -> items.set(ahead, from, to, hash);
      case TYPE ->
          from == to || (block.type[row] = block.types().number(bytes, from, to, hash)) >= 0;
      case TIME -> {
        long time = from == to ? InteractionBlock.NO_TIME : time(bytes, from, to);
        block.time[row] = time;
        // The last millisecond is decided by parts of it.
        yield from == to || (bounds.isTime(time) && time < bounds.latest());
      }
      case RATING -> {
        double number = number(bytes, from, to);
        block.rating[row] = number;
        yield from == to || bounds.isRating(number);
      }
      case VALUE -> {
        double number = number(bytes, from, to);
        block.value[row] = number;
        yield from == to || bounds.isValue(number);
      }
      case SECONDS -> {
        double number = number(bytes, from, to);
        block.seconds[row] = number;
        yield from == to || bounds.isDuration(number);
      }
      case FURTHER -> {
        if (from < to) {
          block.further[row] |= block.bit(names[column]);
        }
        yield true;
      }
      case RARE -> from == to;
    };
  }

  /// A number like `-12.50`; NaN where it is none, or not written so.
  private static double number(byte[] bytes, int from, int to) {
    boolean negative = from < to && bytes[from] == '-';
    int begin = negative ? from + 1 : from;
    long digits = 0;
    int point = -1;
    for (int at = begin; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        digits = 10 * digits + digit;
      } else if (bytes[at] == '.' && point < 0) {
        point = at;
      } else {
        return Double.NaN;
      }
    }
    int count = to - begin - (point < 0 ? 0 : 1);
    if (count < 1 || count > MOST_DIGITS) {
      return Double.NaN;
    }
    // Both are exact, so that the quotient is the nearest double, which is what parsing gives.
    double size = digits / POWERS[point < 0 ? 0 : to - point - 1];
    return negative && digits > 0 ? -size : size;
  }

  /// Milliseconds since 1970; [InteractionBlock#NO_TIME] where it is no time, or not written as
  /// most are.
  private long time(byte[] bytes, int from, int to) {
    if (to - from > DATE && bytes[from + 4] == '-') {
      return dateTime(bytes, from, to);
    }
    if (to - from > MOST_DIGITS) {
      return InteractionBlock.NO_TIME;
    }
    long number = digits(bytes, from, to);
    return number < 0 ? InteractionBlock.NO_TIME : number < LEAST_MILLIS ? 1000 * number : number;
  }

  /// Like `2026-01-31T12:00:00Z`, with a blank instead of the `T` also, and with a fraction.
  private long dateTime(byte[] bytes, int from, int to) {
    int end = from + SECONDS;
    boolean shaped =
        to > end
            && (bytes[from + DATE] == 'T' || bytes[from + DATE] == ' ')
            && bytes[from + 13] == ':'
            && bytes[from + 16] == ':'
            && bytes[to - 1] == 'Z';
    int fraction = to - 1 - end; // with its point
    if (!shaped
        || fraction == 1
        || fraction > 1 + MOST_FRACTION
        || (fraction > 0 && bytes[end] != '.')) {
      return InteractionBlock.NO_TIME;
    }
    long hour = digits(bytes, from + 11, from + 13);
    long minute = digits(bytes, from + 14, from + 16);
    long second = digits(bytes, from + 17, end);
    long millis = fraction == 0 ? 0 : digits(bytes, end + 1, to - 1);
    if (millis < 0) {
      return InteractionBlock.NO_TIME;
    }
    for (int place = fraction - 1; fraction > 0 && place < 3; place++) {
      millis *= 10;
    }
    for (int place = fraction - 1; place > 3; place--) {
      millis /= 10;
    }
    if (hour < 0
        || hour > 23
        || minute < 0
        || minute > 59
        || second < 0
        || second > 59
        || !readDay(bytes, from)) {
      return InteractionBlock.NO_TIME;
    }
    return (day * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000 + millis;
  }

  /// Rows of a file come from few days, often one behind the other.
  private boolean readDay(byte[] bytes, int from) {
    if (Arrays.equals(date, 0, DATE, bytes, from, from + DATE)) {
      return true;
    }
    long year = digits(bytes, from, from + 4);
    long month = digits(bytes, from + 5, from + 7);
    long dayOfMonth = digits(bytes, from + 8, from + DATE);
    if (year < 0 || month < 0 || dayOfMonth < 0 || bytes[from + 7] != '-') {
      return false;
    }
    try {
      day = LocalDate.of((int) year, (int) month, (int) dayOfMonth).toEpochDay();
    } catch (DateTimeException _) {
      return false;
    }
    System.arraycopy(bytes, from, date, 0, DATE);
    return true;
  }

  /// A whole number of up to eighteen digits; below 0 where it is none.
  private static long digits(byte[] bytes, int from, int to) {
    long number = from < to ? 0 : -1;
    for (int at = from; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }
}
