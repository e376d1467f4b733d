package io.waymark.model.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
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
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import io.waymark.model.catalogue.Catalogue;
import io.waymark.model.catalogue.CatalogueItem;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One filter text compiled against the attributes of one catalogue. Immutable; threads may share
/// it.
public final class Filter {
  public static final int MAX_LENGTH = 2_048;

  private static final String ITEM = "item.";

  /// A text in quotes, or a whole number.
  private static final Pattern LITERAL =
      Pattern.compile(
          """
          '(?:\\\\.|[^'\\\\])*'|"(?:\\\\.|[^"\\\\])*"|(?<![\\w.])\\d+(?![\\w.])""");

  private static final Pattern ATTRIBUTE = Pattern.compile("\\bitem\\.([A-Za-z_]\\w*)");

  /// Each walks over an item's tags. One inside another would walk over them as often as there are
  /// tags: a filter of one line could hold an instance for minutes.
  private static final int MAX_WALKS = 8;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxExpressionCodePointSize(MAX_LENGTH)
          .maxParseRecursionDepth(64)
          .comprehensionMaxIterations(10_000)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final CelRuntime.Program program;
  private final SortedMap<String, Catalogue.Kind> attributes;

  private Filter(CelRuntime.Program program, SortedMap<String, Catalogue.Kind> attributes) {
    this.program = program;
    this.attributes = attributes;
  }

  /// What compiling a text came to.
  public sealed interface Compiled {
    record Usable(Filter filter) implements Compiled {}

    /// The text is no filter over these attributes.
    ///
    /// @param message what is wrong and where, for whoever wrote the filter
    record Refused(String message) implements Compiled {}
  }

  public static Compiled compile(String text, SortedMap<String, Catalogue.Kind> attributes) {
    if (text.length() > MAX_LENGTH) {
      return new Compiled.Refused("must not be longer than " + MAX_LENGTH + " characters");
    }
    CelCompiler compiler = compiler(attributes);
    try {
      try {
        return usable(compiler.compile(text).getAst(), attributes);
      } catch (CelValidationException asWritten) {
        CelValidationResult withDecimals = compiler.compile(wholeNumbersAsDecimals(text));
        return withDecimals.hasError()
            ? new Compiled.Refused(explain(text, asWritten, attributes))
            : usable(withDecimals.getAst(), attributes);
      }
    } catch (CelValidationException | CelEvaluationException unplannable) {
      return new Compiled.Refused(String.valueOf(unplannable.getMessage()));
    }
  }

  private static Compiled usable(
      CelAbstractSyntaxTree checked, SortedMap<String, Catalogue.Kind> attributes)
      throws CelEvaluationException {
    List<CelNavigableExpr> walks =
        CelNavigableAst.fromAst(checked)
            .getRoot()
            .allNodes()
            .filter(node -> node.getKind() == CelExpr.ExprKind.Kind.COMPREHENSION)
            .toList();
    if (walks.size() > MAX_WALKS) {
      return new Compiled.Refused(
          "asks more than " + MAX_WALKS + " times with all, exists or exists_one");
    }
    if (walks.stream().anyMatch(Filter::standsInAnother)) {
      return new Compiled.Refused(
          "asks with all, exists or exists_one inside another; put them side by side with && or ||");
    }
    return new Compiled.Usable(new Filter(RUNTIME.createProgram(checked), attributes));
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

  /// The positions of `catalogue` that match. Costs a few microseconds per item; cache it.
  public BitSet matches(Catalogue catalogue) {
    BitSet matching = new BitSet(catalogue.size());
    for (int at = 0; at < catalogue.size(); at++) {
      if (matches(catalogue.item(at))) {
        matching.set(at);
      }
    }
    return matching;
  }

  public boolean matches(CatalogueItem item) {
    CelVariableResolver values = name -> value(item, name.substring(ITEM.length()));
    try {
      return Boolean.TRUE.equals(program.eval(values));
    } catch (CelEvaluationException missingValue) {
      return false;
    }
  }

  private Optional<Object> value(CatalogueItem item, String attribute) {
    return switch (attribute) {
      case "item_id" -> Optional.of(item.id().value());
      case "name" -> Optional.of(item.name());
      case "category" -> Optional.of(item.category());
      case "brand" -> Optional.of(item.brand());
      case "description" -> Optional.of(item.description());
      case "tags" -> Optional.of(item.tags());
      case "price" ->
          item.price().isPresent() ? Optional.of(item.price().getAsDouble()) : Optional.empty();
      default -> further(attributes.get(attribute), item.attributes().get(attribute));
    };
  }

  private static Optional<Object> further(Catalogue.@Nullable Kind kind, @Nullable String value) {
    if (kind == null) {
      return Optional.empty();
    }
    return switch (kind) {
      case NUMBER -> Optional.ofNullable(value).filter(Catalogue::isNumber).map(Double::valueOf);
      case FLAG -> Optional.ofNullable(value).filter(Catalogue::isFlag).map(Boolean::valueOf);
      case TEXT, TEXTS -> Optional.of(value == null ? "" : value);
    };
  }

  private static CelCompiler compiler(SortedMap<String, Catalogue.Kind> attributes) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(
                CelStandardMacro.ALL, CelStandardMacro.EXISTS, CelStandardMacro.EXISTS_ONE)
            .setResultType(SimpleType.BOOL);
    for (Map.Entry<String, Catalogue.Kind> attribute : attributes.entrySet()) {
      builder.addVar(ITEM + attribute.getKey(), typeOf(attribute.getValue()));
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
