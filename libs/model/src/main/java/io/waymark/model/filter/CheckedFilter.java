package io.waymark.model.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import io.waymark.model.catalogue.Catalogue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A filter's text, parsed and type-checked against the attributes of a catalogue.
sealed interface CheckedFilter {
  record Sound(CelAbstractSyntaxTree tree) implements CheckedFilter {}

  /// The text is no filter over these attributes.
  ///
  /// @param message what is wrong and where, for whoever wrote the filter
  record Unsound(String message) implements CheckedFilter {}

  /// A text in quotes, or a whole number.
  Pattern LITERAL =
      Pattern.compile(
          """
          '(?:\\\\.|[^'\\\\])*'|"(?:\\\\.|[^"\\\\])*"|(?<![\\w.])\\d+(?![\\w.])""");

  Pattern ATTRIBUTE = Pattern.compile("\\bitem\\.([A-Za-z_]\\w*)");

  /// Each walks over an item's tags. One inside another would walk over them as often as there are
  /// tags: a filter of one line could hold an instance for minutes.
  int MAX_WALKS = 8;

  CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(Filter.MAX_LENGTH)
          .maxParseRecursionDepth(64)
          .comprehensionMaxIterations(10_000)
          .build();

  static CheckedFilter of(String text, SortedMap<String, Catalogue.Kind> attributes) {
    if (text.length() > Filter.MAX_LENGTH) {
      return new Unsound("must not be longer than " + Filter.MAX_LENGTH + " characters");
    }
    CelCompiler compiler = compiler(attributes);
    try {
      return bounded(compiler.compile(text).getAst());
    } catch (CelValidationException asWritten) {
      return withDecimals(compiler, text)
          .orElseGet(() -> new Unsound(explain(text, asWritten, attributes)));
    }
  }

  private static Optional<CheckedFilter> withDecimals(CelCompiler compiler, String text) {
    try {
      return Optional.of(bounded(compiler.compile(wholeNumbersAsDecimals(text)).getAst()));
    } catch (CelValidationException neither) {
      return Optional.empty();
    }
  }

  private static CheckedFilter bounded(CelAbstractSyntaxTree tree) {
    List<CelNavigableExpr> walks =
        CelNavigableAst.fromAst(tree)
            .getRoot()
            .allNodes()
            .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION)
            .toList();
    if (walks.size() > MAX_WALKS) {
      return new Unsound("asks more than " + MAX_WALKS + " times with all, exists or exists_one");
    }
    if (walks.stream().anyMatch(CheckedFilter::standsInAnother)) {
      return new Unsound(
          "asks with all, exists or exists_one inside another; put them side by side with && or ||");
    }
    return new Sound(tree);
  }

  private static boolean standsInAnother(CelNavigableExpr walk) {
    for (Optional<CelNavigableExpr> around = walk.parent();
        around.isPresent();
        around = around.get().parent()) {
      if (around.get().getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
        return true;
      }
    }
    return false;
  }

  /// CEL compares `2.0 < 3` but knows no `2.0 == 3`; shop owners do not care. Texts in quotes stay.
  private static String wholeNumbersAsDecimals(String text) {
    return LITERAL
        .matcher(text)
        .replaceAll(
            literal -> {
              String found = literal.group();
              return Matcher.quoteReplacement(
                  Character.isDigit(found.charAt(0)) ? found + ".0" : found);
            });
  }

  private static CelCompiler compiler(SortedMap<String, Catalogue.Kind> attributes) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .setResultType(SimpleType.BOOL);
    for (Map.Entry<String, Catalogue.Kind> attribute : attributes.entrySet()) {
      builder.addVar(Attributes.variable(attribute.getKey()), typeOf(attribute.getValue()));
    }
    return builder.build();
  }

  private static CelType typeOf(Catalogue.Kind kind) {
    return switch (kind) {
      case TEXT -> SimpleType.STRING;
      case NUMBER -> SimpleType.DOUBLE;
      case FLAG -> SimpleType.BOOL;
      case TEXTS -> ListType.create(SimpleType.STRING);
    };
  }

  private static String explain(
      String text, CelValidationException invalid, SortedMap<String, Catalogue.Kind> attributes) {
    String known = "; attributes are item." + String.join(", item.", attributes.keySet());
    Matcher named = ATTRIBUTE.matcher(text);
    while (named.find()) {
      if (!attributes.containsKey(named.group(1))) {
        return "line 1, column %d: item.%s is no attribute of your catalogue"
                .formatted(named.start() + 1, named.group(1))
            + known;
      }
    }
    CelIssue first = invalid.getErrors().getFirst();
    return "line %d, column %d: "
            .formatted(
                first.getSourceLocation().getLine(), first.getSourceLocation().getColumn() + 1)
        + first.getMessage()
        + known;
  }
}
