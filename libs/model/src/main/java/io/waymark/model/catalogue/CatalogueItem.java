package io.waymark.model.catalogue;

import io.waymark.tenancy.ItemId;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// One thing a tenant offers. Texts are empty where the tenant gave none.
///
/// @param price from 0 to [#MAX_PRICE], in the tenant's own currency
/// @param attributes further columns of the tenant's file, by lower-case name
public record CatalogueItem(
    ItemId id,
    String name,
    String category,
    OptionalDouble price,
    String brand,
    List<String> tags,
    String description,
    SortedMap<String, String> attributes) {

  public static final int MAX_TEXT = 1_024;
  public static final int MAX_DESCRIPTION = 16_384;
  public static final int MAX_TAGS = 64;
  public static final double MAX_PRICE = 1e12;
  public static final int MAX_ATTRIBUTES = 64;

  static final Set<String> COLUMNS =
      Set.of("item_id", "name", "category", "price", "description", "brand", "tags");
  private static final Pattern ATTRIBUTE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
  private static final Pattern BETWEEN_TAGS = Pattern.compile("\\|");
  private static final int MAX_NAME = 64;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-z0-9]+");
  private static final Pattern AROUND_NAMES = Pattern.compile("^_+|_+$");

  public CatalogueItem {
    tags = List.copyOf(tags);
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    List<Rejection> rejections = new ArrayList<>();
    checkText("name", name, MAX_TEXT, rejections);
    checkText("category", category, MAX_TEXT, rejections);
    checkText("brand", brand, MAX_TEXT, rejections);
    checkText("description", description, MAX_DESCRIPTION, rejections);
    if (price.isPresent() && !(price.getAsDouble() >= 0 && price.getAsDouble() <= MAX_PRICE)) {
      rejections.add(
          new Rejection(
              "price", Rejection.Reason.OUT_OF_RANGE, "must be a number from 0 to 1000000000000"));
    }
    if (tags.size() > MAX_TAGS) {
      rejections.add(
          new Rejection("tags", Rejection.Reason.TOO_MANY, "must be at most " + MAX_TAGS));
    }
    tags.forEach(tag -> checkText("tags", tag, MAX_TEXT, rejections));
    if (attributes.size() > MAX_ATTRIBUTES) {
      rejections.add(
          new Rejection(
              "attributes", Rejection.Reason.TOO_MANY, "must be at most " + MAX_ATTRIBUTES));
    }
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      if (!ATTRIBUTE.matcher(attribute.getKey()).matches()
          || COLUMNS.contains(attribute.getKey())) {
        rejections.add(
            new Rejection(
                attribute.getKey(),
                Rejection.Reason.BAD_NAME,
                "is no name of an attribute: a letter, then letters, digits or _, at most 64"));
      }
      checkText(attribute.getKey(), attribute.getValue(), MAX_TEXT, rejections);
    }
    if (!rejections.isEmpty()) {
      throw new RejectedItemException(rejections);
    }
  }

  /// The value of an attribute by its name: a number for `price` where there is one, a list for
  /// `tags`, else a text, empty where missing or unknown.
  public Object value(String attribute) {
    return switch (attribute) {
      case "item_id" -> id.value();
      case "name" -> name;
      case "category" -> category;
      case "brand" -> brand;
      case "description" -> description;
      case "tags" -> tags;
      case "price" -> price.isPresent() ? (Object) price.getAsDouble() : "";
      default -> attributes.getOrDefault(attribute, "");
    };
  }

  /// What reading one row of a tenant's file came to.
  public sealed interface Parsed {
    record Accepted(CatalogueItem item) implements Parsed {}

    /// The row is no item.
    ///
    /// @param rejections at least one, each naming its field
    record Rejected(List<Rejection> rejections) implements Parsed {
      public Rejected {
        rejections = List.copyOf(rejections);
      }
    }
  }

  /// One reason why a row is not an item.
  public record Rejection(String field, Reason reason, String message) {
    public enum Reason {
      MISSING,
      BAD_ID,
      BAD_NAME,
      NOT_A_NUMBER,
      OUT_OF_RANGE,
      TOO_LONG,
      TOO_MANY;

      /// As it stands in reports: `not_a_number`.
      public String text() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /// Reads a row of texts by column name, tags separated by `|`. Empty values count as absent;
  /// columns that are not ours become attributes under [#attributeName].
  public static Parsed parse(Map<String, String> fields) {
    Map<String, String> row = new LinkedHashMap<>(fields);
    String tags = row.remove("tags");
    return parse(row, tags == null ? List.of() : List.of(BETWEEN_TAGS.split(tags)));
  }

  /// As [#parse(Map)], with the tags already taken apart.
  public static Parsed parse(Map<String, String> fields, List<String> tags) {
    List<Rejection> rejections = new ArrayList<>();
    String id = fields.getOrDefault("item_id", ""); // as events name it, blanks and all
    if (id.isBlank()) {
      rejections.add(new Rejection("item_id", Rejection.Reason.MISSING, "must be given"));
    } else {
      try {
        ItemId _ = new ItemId(id);
      } catch (IllegalArgumentException bad) {
        rejections.add(
            new Rejection("item_id", Rejection.Reason.BAD_ID, String.valueOf(bad.getMessage())));
      }
    }
    OptionalDouble price = OptionalDouble.empty();
    String priceText = text(fields, "price");
    if (!priceText.isEmpty()) {
      try {
        price = OptionalDouble.of(Double.parseDouble(priceText));
      } catch (NumberFormatException notOne) {
        rejections.add(
            new Rejection("price", Rejection.Reason.NOT_A_NUMBER, "must be a number like 19.90"));
      }
    }
    SortedMap<String, String> attributes = new TreeMap<>();
    for (Map.Entry<String, String> field : fields.entrySet()) {
      String value = text(fields, field.getKey());
      if (!COLUMNS.contains(field.getKey()) && !value.isEmpty()) {
        attributeName(field.getKey()).ifPresent(name -> attributes.putIfAbsent(name, value));
      }
    }
    try {
      CatalogueItem item =
          new CatalogueItem(
              rejections.isEmpty() ? new ItemId(id) : new ItemId("rejected"),
              text(fields, "name"),
              text(fields, "category"),
              price,
              text(fields, "brand"),
              tags.stream().map(String::strip).filter(tag -> !tag.isEmpty()).distinct().toList(),
              text(fields, "description"),
              attributes);
      return rejections.isEmpty() ? new Parsed.Accepted(item) : new Parsed.Rejected(rejections);
    } catch (RejectedItemException rejected) {
      rejections.addAll(rejected.rejections());
      return new Parsed.Rejected(rejections);
    }
  }

  /// The attribute a column becomes, so that every header can be written in a filter: `Release
  /// Date` is `release_date`, `Größe` is `grosse`, `2nd colour` is `a_2nd_colour`; of two columns
  /// that become the same one the first that has a value counts. None where no Latin letter or
  /// digit is left, as of the nameless column that some programs put first.
  static Optional<String> attributeName(String column) {
    String latin =
        Normalizer.normalize(
            column.toLowerCase(Locale.ROOT).replace("ß", "ss"), Normalizer.Form.NFKD);
    String name =
        AROUND_NAMES
            .matcher(NOT_IN_NAMES.matcher(MARKS.matcher(latin).replaceAll("")).replaceAll("_"))
            .replaceAll("");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String lettered = Character.isDigit(name.charAt(0)) ? "a_" + name : name;
    String cut = lettered.substring(0, Math.min(lettered.length(), MAX_NAME));
    return Optional.of(COLUMNS.contains(cut) ? cut + "_" : cut);
  }

  /// The values a row in a file or a JSON body had, where the values of this item are wrong.
  public static final class RejectedItemException extends IllegalArgumentException {
    @java.io.Serial private static final long serialVersionUID = 1L;

    private final transient List<Rejection> rejections;

    RejectedItemException(List<Rejection> rejections) {
      super(
          rejections.stream()
              .map(rejection -> rejection.field() + " " + rejection.message())
              .reduce((left, right) -> left + "; " + right)
              .orElseThrow());
      this.rejections = List.copyOf(rejections);
    }

    public List<Rejection> rejections() {
      return rejections;
    }
  }

  private static String text(Map<String, String> fields, String column) {
    String value = fields.get(column);
    return value == null ? "" : value.strip();
  }

  private static void checkText(
      String field, String value, int longest, List<Rejection> rejections) {
    if (value.length() > longest) {
      rejections.add(
          new Rejection(
              field,
              Rejection.Reason.TOO_LONG,
              "must not be longer than " + longest + " characters"));
    }
  }
}
