package io.waymark.files;

import io.waymark.files.ParquetSchema.Kind;
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

/// How DuckDB is asked for the interactions of a Parquet file: for a row's place, hashes instead of
/// its texts, its other values; and for all that the file has of it, as it stands there.
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
  static final int USER = 1;
  static final int ITEM = 2;
  static final int TYPE = 3;
  static final int TIME = 4;
  static final int RATING = 5;
  static final int VALUE = 6;
  static final int SECONDS = 7;
  static final int FURTHER = 8;
  static final int EVENT_ID = 9;
  static final int RECOMMENDATION_ID = 10;
  static final int POSITION = 11;

  /// Whether both ids are absent or sound.
  static final int NAMED = 12;

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

  boolean has(String name) {
    return schema.names().contains(name);
  }

  /// The query.
  ///
  /// @param after rows up to this one are left out
  String sql(long after) {
    return "SELECT "
        + String.join(
            ", ",
            "line",
            HashedTexts.hash(as("VARCHAR", InteractionParser.USER_ID)),
            HashedTexts.hash(as("VARCHAR", InteractionParser.ITEM_ID)),
            HashedTexts.hash(as("VARCHAR", InteractionParser.TYPE)),
            time(),
            number(InteractionParser.RATING),
            number(InteractionParser.VALUE),
            number(InteractionParser.DURATION_SECONDS),
            furtherBits(),
            name(InteractionParser.EVENT_ID),
            name(InteractionParser.RECOMMENDATION_ID),
            as("BIGINT", InteractionParser.POSITION),
            isSound(InteractionParser.EVENT_ID)
                + " AND "
                + isSound(InteractionParser.RECOMMENDATION_ID),
            raw())
        + " FROM (SELECT row_number() OVER () AS line, "
        + columns()
        + " FROM "
        + source
        + ") WHERE line > "
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

  private String isSound(String name) {
    return has(name)
        ? "coalesce(regexp_full_match(" + name(name) + ", '" + NAME + "'), true)"
        : "true";
  }

  /// The file's columns, as [ParquetSchema] has them.
  private String raw() {
    List<String> raw = new ArrayList<>();
    for (int at = 0; at < schema.kinds().size(); at++) {
      raw.add(schema.kinds().get(at).of(column(at)));
    }
    return String.join(", ", raw);
  }
}
