package io.waymark.files;

import static java.util.stream.Collectors.joining;

import io.waymark.files.ParquetSchema.Kind;
import io.waymark.interactions.InteractionBounds;
import io.waymark.interactions.InteractionParser;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// How DuckDB is asked for the interactions of a Parquet file: for a row's place, whether it is
/// plain, hashes instead of its texts, its other values; and, where it is not plain, for all that
/// the file has of it. A row is plain where nothing is wrong with it, and is known to be so without
/// [InteractionParser].
///
/// @param rows of the file
/// @param types empty where the file has no such column
/// @param further names of columns that are none of ours
record ParquetPlan(
    String source,
    ParquetSchema schema,
    long rows,
    HashedTexts users,
    HashedTexts items,
    HashedTexts types,
    List<String> further) {
  static final int LINE = 0;
  static final int PLAIN = 1;
  static final int USER = 2;
  static final int ITEM = 3;
  static final int TYPE = 4;
  static final int TIME = 5;
  static final int RATING = 6;
  static final int VALUE = 7;
  static final int SECONDS = 8;
  static final int FURTHER = 9;
  static final int EVENT_ID = 10;
  static final int RECOMMENDATION_ID = 11;
  static final int POSITION = 12;

  /// From here on the columns of the file.
  static final int RAW = 13;

  /// A number of SQL has so many bits, without its sign.
  private static final int MOST_FURTHER = 63;

  /// Printable ASCII, of which every id may be.
  private static final String NAME = "[!-~]{1,256}";

  private static final Set<Kind> IDS = EnumSet.of(Kind.TEXT, Kind.WHOLE);
  private static final Set<Kind> NUMBERS = EnumSet.of(Kind.WHOLE, Kind.DECIMAL);
  private static final Map<String, Set<Kind>> USUAL =
      Map.of(
          InteractionParser.USER_ID, IDS,
          InteractionParser.ITEM_ID, IDS,
          InteractionParser.TYPE, EnumSet.of(Kind.TEXT),
          InteractionParser.TIMESTAMP, EnumSet.of(Kind.WHOLE, Kind.MOMENT),
          InteractionParser.RATING, NUMBERS,
          InteractionParser.VALUE, NUMBERS,
          InteractionParser.DURATION_SECONDS, NUMBERS,
          InteractionParser.EVENT_ID, IDS,
          InteractionParser.RECOMMENDATION_ID, IDS,
          InteractionParser.POSITION, EnumSet.of(Kind.WHOLE));

  /// Whether its columns are of the usual kinds.
  static boolean suits(ParquetSchema schema) {
    int further = 0;
    for (int at = 0; at < schema.names().size(); at++) {
      String name = schema.names().get(at);
      further += InteractionParser.FIELDS.contains(name) ? 0 : 1;
      if (USUAL.containsKey(name) && !USUAL.get(name).contains(schema.kinds().get(at))) {
        return false;
      }
    }
    return further <= MOST_FURTHER && schema.names().containsAll(InteractionParser.REQUIRED);
  }

  /// Reads the texts of a file.
  ///
  /// @return empty where there are too many of them, or too many that no id can be
  static Optional<ParquetPlan> of(Connection connection, String source, ParquetSchema schema)
      throws SQLException {
    Optional<HashedTexts> users =
        hashed(connection, source, schema, InteractionParser.USER_ID, InteractionBlock::isUser);
    Optional<HashedTexts> items =
        hashed(connection, source, schema, InteractionParser.ITEM_ID, InteractionBlock::isItem);
    Optional<HashedTexts> types =
        hashed(connection, source, schema, InteractionParser.TYPE, InteractionBlock::isType);
    if (users.isEmpty() || items.isEmpty() || types.isEmpty()) {
      return Optional.empty();
    }
    List<String> further =
        schema.names().stream().filter(name -> !InteractionParser.FIELDS.contains(name)).toList();
    long rows = count(connection, source);
    return Optional.of(
        new ParquetPlan(source, schema, rows, users.get(), items.get(), types.get(), further));
  }

  private static Optional<HashedTexts> hashed(
      Connection connection,
      String source,
      ParquetSchema schema,
      String name,
      Predicate<String> allowed)
      throws SQLException {
    int at = schema.names().indexOf(name);
    String text = at < 0 ? "NULL::VARCHAR" : schema.identifiers().get(at) + "::VARCHAR";
    return HashedTexts.of(connection, source, text, allowed);
  }

  private static long count(Connection connection, String source) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("SELECT count(*) FROM " + source)) {
      boolean _ = count.next();
      return count.getLong(1);
    }
  }

  boolean hasFurther() {
    return !further.isEmpty();
  }

  /// Whether there are columns that few files have.
  boolean hasRare() {
    return has(InteractionParser.EVENT_ID)
        || has(InteractionParser.RECOMMENDATION_ID)
        || has(InteractionParser.POSITION);
  }

  private boolean has(String name) {
    return schema.names().contains(name);
  }

  /// The query.
  ///
  /// @param after rows up to this one are left out
  String sql(long after, InteractionBounds bounds) {
    return "SELECT line, plain, user_hash, item_hash, type_hash, time, rating, value, seconds,"
        + " further, event_id, recommendation_id, position, "
        + raw()
        + " FROM (SELECT *, coalesce("
        + plain(bounds)
        + ", false) AS plain FROM (SELECT *, "
        + String.join(
            ", ",
            HashedTexts.hash(as("VARCHAR", InteractionParser.USER_ID)) + " AS user_hash",
            HashedTexts.hash(as("VARCHAR", InteractionParser.ITEM_ID)) + " AS item_hash",
            HashedTexts.hash(as("VARCHAR", InteractionParser.TYPE)) + " AS type_hash",
            time() + " AS time",
            number(InteractionParser.RATING) + " AS rating",
            number(InteractionParser.VALUE) + " AS value",
            number(InteractionParser.DURATION_SECONDS) + " AS seconds",
            furtherBits() + " AS further",
            name(InteractionParser.EVENT_ID) + " AS event_id",
            name(InteractionParser.RECOMMENDATION_ID) + " AS recommendation_id",
            as("BIGINT", InteractionParser.POSITION) + " AS position")
        + " FROM (SELECT row_number() OVER () AS line, "
        + columns()
        + " FROM "
        + source
        + "))) WHERE line > "
        + after;
  }

  /// The file's columns, whatever they are called there.
  private String columns() {
    List<String> columns = new ArrayList<>();
    for (int at = 0; at < schema.identifiers().size(); at++) {
      columns.add(schema.identifiers().get(at) + " AS " + column(at));
    }
    return String.join(", ", columns);
  }

  private static String column(int at) {
    return "c" + at;
  }

  /// A column as `type`; nothing where the file has none of that name.
  private String as(String type, String name) {
    int at = schema.names().indexOf(name);
    return (at < 0 ? "NULL" : column(at)) + "::" + type;
  }

  private String name(String name) {
    return "nullif(" + as("VARCHAR", name) + ", '')";
  }

  private String number(String name) {
    return as("DOUBLE", name);
  }

  /// Milliseconds, as `Timestamps` reads them.
  private String time() {
    int at = schema.names().indexOf(InteractionParser.TIMESTAMP);
    if (at < 0) {
      return "NULL::BIGINT";
    }
    String column = schema.kinds().get(at).of(column(at));
    return schema.kinds().get(at) == Kind.MOMENT
        ? "(" + column + " // 1000)"
        : "CASE WHEN %1$s BETWEEN -99999999999 AND 99999999999 THEN %1$s * 1000 ELSE %1$s END"
            .formatted(column);
  }

  private String furtherBits() {
    List<String> bits = new ArrayList<>(List.of("0::BIGINT"));
    for (int bit = 0; bit < further.size(); bit++) {
      int at = schema.names().indexOf(further.get(bit));
      bits.add(
          "(CASE WHEN %s THEN %d ELSE 0 END)"
              .formatted(hasValue(schema.kinds().get(at), column(at)), 1L << bit));
    }
    return String.join(" | ", bits);
  }

  private static String hasValue(Kind kind, String column) {
    return switch (kind) {
      case TEXT -> "coalesce(%s::VARCHAR, '') <> ''".formatted(column);
      case DECIMAL -> "NOT isnan(coalesce(%s::DOUBLE, 'NaN'))".formatted(column);
      case MOMENT -> kind.of(column) + " IS NOT NULL";
      case WHOLE, FLAG, NESTED -> column + " IS NOT NULL";
    };
  }

  private String plain(InteractionBounds bounds) {
    return String.join(
        " AND ",
        among("user_hash", users),
        among("item_hash", items),
        "("
            + among("type_hash", types)
            + " OR coalesce("
            + as("VARCHAR", InteractionParser.TYPE)
            + ", '') = '')",
        // The last one is decided by parts of a millisecond.
        "(time IS NULL OR (time >= %d AND time < %d))"
            .formatted(InteractionBounds.EARLIEST.toEpochMilli(), bounds.latest()),
        within("rating", 0, InteractionBounds.MOST_RATING),
        within("value", -InteractionBounds.MOST_VALUE, InteractionBounds.MOST_VALUE),
        within("seconds", 0, InteractionBounds.MOST_SECONDS),
        "(event_id IS NULL OR regexp_full_match(event_id, '" + NAME + "'))",
        "(recommendation_id IS NULL OR regexp_full_match(recommendation_id, '" + NAME + "'))",
        "(position IS NULL OR position BETWEEN 0 AND " + InteractionBounds.MOST_POSITION + ")");
  }

  /// Of a text that counts.
  private static String among(String hash, HashedTexts texts) {
    return texts.bad().isEmpty()
        ? "true"
        : hash
            + " NOT IN ("
            + texts.bad().stream().map(String::valueOf).collect(joining(", "))
            + ")";
  }

  private static String within(String number, double least, double most) {
    return "(%1$s IS NULL OR %1$s = 0 OR (%1$s BETWEEN %2$s AND %3$s AND abs(%1$s) >= %4$s))"
        .formatted(number, least, most, InteractionBounds.LEAST);
  }

  /// The file's columns where the row is not plain.
  private String raw() {
    List<String> raw = new ArrayList<>();
    for (int at = 0; at < schema.kinds().size(); at++) {
      raw.add("CASE WHEN plain THEN NULL ELSE " + schema.kinds().get(at).of(column(at)) + " END");
    }
    return String.join(", ", raw);
  }
}
