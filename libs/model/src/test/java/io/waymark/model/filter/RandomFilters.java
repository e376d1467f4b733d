package io.waymark.model.filter;

import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Well-typed filters over `price`, `size` (numbers), `vegan` (a flag), `name`, `category`,
/// `brand`, `colour` (texts) and `tags`; some go wrong for some items or for all.
final class RandomFilters {
  private static final int DEPTH = 3;

  private final Random random;
  private int walks;

  RandomFilters(Random random) {
    this.random = random;
  }

  static String word(Random random) {
    return "abc".substring(random.nextInt(3), 3).repeat(1 + random.nextInt(2));
  }

  String filter() {
    walks = 0;
    return condition(DEPTH);
  }

  private String condition(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf();
    }
    return switch (random.nextInt(5)) {
      case 0, 1 -> "(" + condition(depth - 1) + " && " + condition(depth - 1) + ")";
      case 2 -> "(" + condition(depth - 1) + " || " + condition(depth - 1) + ")";
      case 3 -> "!(" + condition(depth - 1) + ")";
      default ->
          "(%s ? %s : %s)"
              .formatted(condition(depth - 1), condition(depth - 1), condition(depth - 1));
    };
  }

  private String leaf() {
    return one(
        List.of(
            this::ofNumbers,
            this::ofNumbers,
            this::ofTexts,
            this::ofTexts,
            this::ofTags,
            this::ofFlags,
            this::unusual));
  }

  private String ofNumbers() {
    String order = one("<", "<=", ">", ">=", "==", "!=");
    String whole = one("<", "<=", ">", ">=");
    return switch (random.nextInt(7)) {
      case 0, 1, 2 -> number(2) + " " + order + " " + number(2);
      case 3 -> number(2) + " " + whole + " " + one("3", "0", "-1", "7u", "9007199254740993");
      case 4 -> one("3", "0", "1 + 1", "1 / 0") + " " + whole + " " + number(2);
      case 5 -> numeric() + " in [1.0, 2.5, -0.0, " + decimal() + "]";
      default -> number(1) + " in " + one("[1, 2.5]", "[0, 'a']", "[0.0 / 0.0]", "[item.price]");
    };
  }

  private String number(int depth) {
    if (depth == 0 || random.nextBoolean()) {
      return random.nextInt(3) == 0 ? decimal() : numeric();
    }
    return random.nextInt(5) == 0
        ? "-(" + number(depth - 1) + ")"
        : "(" + number(depth - 1) + one(" + ", " - ", " * ", " / ") + number(depth - 1) + ")";
  }

  private String numeric() {
    return one("item.price", "item.size");
  }

  private String decimal() {
    return one("0.0", "-0.0", "1.5", "3.0", "10.0", "1e308", "double('x')");
  }

  private String ofTexts() {
    return switch (random.nextInt(6)) {
      case 0 -> text() + one(" == ", " != ", " < ", " >= ") + literal();
      case 1 -> literal() + one(" == ", " != ", " > ") + text();
      case 2 -> text() + " in [" + literal() + ", " + literal() + "]";
      case 3 -> text() + one(".contains(", ".startsWith(", ".endsWith(") + literal() + ")";
      case 4 -> text() + one(".contains(", ".startsWith(", ".endsWith(") + text() + ")";
      default -> one("size(%s) > 2", "%s + 'a' == 'aa'", "%s.matches('a.*b')").formatted(text());
    };
  }

  private String text() {
    return one("item.name", "item.category", "item.brand", "item.colour");
  }

  private String literal() {
    return one("''", "'a'", "'bc'", "'abcabc'", "'c' + 'c'", "'12'");
  }

  private String ofTags() {
    if (walks < 4 && random.nextInt(3) == 0) {
      walks++;
      return "item.tags."
          + one("exists", "all", "exists_one")
          + "(t, t"
          + one(" == 'bc'", ".contains('b')", " == item.brand", ".size() > 1 && item.vegan")
          + ")";
    }
    return one(
        literal() + " in item.tags",
        "item.brand in item.tags",
        "item.tags[1] == 'bc'",
        "item.tags == ['abc', 'c']",
        "size(item.tags) > 1");
  }

  private String ofFlags() {
    return one("item.vegan", "item.vegan == true", "item.vegan != (item.size > 0.0)");
  }

  private String unusual() {
    return one(
        "true",
        "false",
        "1 / 0 == 1",
        "[1][3] == 1",
        "double(item.colour) > 3.0",
        "int(item.size) % 2 == 0",
        "string(item.size) == '3'",
        "(item.vegan ? item.price : item.size) < 3.0",
        "dyn(item.brand) == 3",
        "dyn(item.size) == 3",
        "item.price + dyn(1) > 3.0",
        "item.brand == item.category");
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String one(List<Supplier<String>> choices) {
    return choices.get(random.nextInt(choices.size())).get();
  }
}
