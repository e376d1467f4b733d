package io.waymark.model.filter;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelVariableResolver;
import java.util.Optional;
import java.util.function.Function;

/// An expression as the CEL library evaluates it, for one item at a time. Threads may share it.
final class RowProgram {
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(CheckedFilter.OPTIONS).build();

  private final CelRuntime.Program program;

  private RowProgram(CelRuntime.Program program) {
    this.program = program;
  }

  static RowProgram of(CelAbstractSyntaxTree checked) throws CelEvaluationException {
    return new RowProgram(RUNTIME.createProgram(checked));
  }

  /// What it comes to; empty where evaluating it goes wrong.
  ///
  /// @param values by attribute, empty where missing
  Optional<Object> value(Function<String, Optional<Object>> values) {
    CelVariableResolver variables = name -> values.apply(Attributes.named(name));
    try {
      return Optional.of(program.eval(variables));
    } catch (CelEvaluationException missingValue) {
      return Optional.empty();
    }
  }

  /// As [#value(Function)], where it comes to a yes or no.
  Optional<Boolean> answer(Function<String, Optional<Object>> values) {
    return value(values).filter(Boolean.class::isInstance).map(Boolean.class::cast);
  }
}
